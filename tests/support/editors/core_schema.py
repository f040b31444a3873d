"""YAML and JSON Schema as editors read them: by YAML 1.2's core schema (section 10.3.2), and ECMAScript's patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend


class EditorLoader(yaml.SafeLoader):
    """YAML by the core schema, and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(set(map(str, keys))) < len(keys):
            raise yaml.YAMLError("map keys must be unique")
        return {self.construct_object(key, deep): self.construct_object(value, deep=True) for key, value in node.value}


def _says(tag: str, pattern: str, read: Any) -> None:
    EditorLoader.add_implicit_resolver(tag, re.compile(pattern), None)
    EditorLoader.add_constructor(tag, lambda loader, node: read(node.value))


def _whole(text: str) -> int:
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


EditorLoader.yaml_implicit_resolvers = {}
_says("tag:yaml.org,2002:null", r"^(null|Null|NULL|~|)$", lambda text: None)
_says("tag:yaml.org,2002:bool", r"^(true|True|TRUE|false|False|FALSE)$", lambda text: text.lower() == "true")
_says("tag:yaml.org,2002:int", r"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", _whole)
_says(
    "tag:yaml.org,2002:float",
    r"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$",
    lambda text: float(re.sub(r"\.(?=[inIN])", "", text)),
)
EditorLoader.add_constructor(
    "tag:yaml.org,2002:map",
    lambda loader, node: loader.construct_mapping(node),  # type: ignore[arg-type]
)


def in_an_editor(text: str) -> Any:
    """The data that an editor reads from a text, or YAMLError."""
    return yaml.load(text, EditorLoader)


def _pattern(validator: Any, pattern: str, value: object, schema: object) -> Iterator[ValidationError]:
    """ECMAScript's `$` is the end alone, and Python's also the place before a last line end."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


EditorValidator = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]

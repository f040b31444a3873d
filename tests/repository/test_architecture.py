"""The page on architecture names every package, at its layer."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def layers() -> dict[str, str]:
    """Each package of the contract, and the number of its layer from the bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    numbered = enumerate(reversed(contracts["layers"]["layers"]), start=1)
    return {name: str(number) for number, names in numbered for name in names.split(" | ")}


def test_every_package_stands_in_the_table_at_its_layer_of_the_contract() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| (.*?) \|", PAGE, re.MULTILINE)
    shown = {name: level for levels, names in rows for name in re.findall(r"`(.*?)`", names)
             for level in levels.split(", ") if layers().get(name) == level}  # fmt: skip
    assert shown == layers()


def test_every_package_is_in_the_contract() -> None:
    packages = {f"quizapp.{path.parent.name}" for path in (ROOT / "quizapp").glob("*/__init__.py")}
    assert packages <= set(layers())

"""The file of the settings: where it lies, how it is read, and how one value in it is changed.

A wrong value is a note with its line, and its default stands; nothing in here raises because of what a file says.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quizapp.settings.keys import ACTIONS, read_keys
from quizapp.settings.model import BY_NAME, SETTINGS, Settings, Value

#: The folder may be named here; otherwise it is where the system keeps such things.
VARIABLE = "QUIZAPP_CONFIG_DIR"
NAME = "settings.toml"
#: A file that is larger is not read.
MOST_BYTES = 100_000


class CannotWrite(Exception):
    """Settings could not be written, and why; what was set counts until the program ends."""


@dataclass(frozen=True)
class Found:
    """The settings, the file that they are from, and in a sentence each what of it does not count."""

    settings: Settings
    path: Path | None
    notes: tuple[str, ...] = ()


#: Nobody set anything, and nothing is written down.
NOTHING_SET = Found(Settings(), None)


def settings_path() -> Path | None:
    """Where the file lies or would lie; None where there is no place for one."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute() / NAME
    import platformdirs

    folder = platformdirs.user_config_path("quizapp", appauthor=False)
    return folder / NAME if folder.is_absolute() else None


def read_settings(path: Path | None = None) -> Found:
    """The settings in a file, or in the usual one."""
    path = path or settings_path()
    try:
        text = _text(path) if path else ""
    except FileNotFoundError:
        return Found(Settings(), path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return Found(Settings(), path, (f"{path} cannot be read ({reason}), so the defaults count.",))
    settings, notes = parse(text)
    return Found(settings, path, tuple(f"{path}:{note}" for note in notes))


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is no text in UTF-8") from None


def parse(text: str) -> tuple[Settings, list[str]]:
    """The settings that a text says, and what in it is wrong: 'LINE: ...'."""
    try:
        data = tomllib.loads(text)
    except (RecursionError, ValueError) as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = (place and place.group(1)) or text.count("\n") + 1
        why = str(error).replace(place.group(), "") if place else _first_line(error)
        return Settings(), [f"{line}: this is no TOML ({why}), so the defaults count."]
    values: dict[str, Value] = {}
    notes = []
    for name, value in data.items():
        if name == "keys":
            continue
        try:
            values[name] = _read(name, value)
        except ValueError as error:
            default = f"; {BY_NAME[name].default!r} counts" if name in BY_NAME else ""
            notes.append(f"{_line_of(text, name)}: {name} {error}{default}.")
    table = data.get("keys", {})
    if not isinstance(table, Mapping):
        notes.append(
            f"{_line_of(text, 'keys')}: keys are a table: a line [keys], and below it lines such as help = 'x'."
        )
    keys, wrong = read_keys(table) if isinstance(table, Mapping) else ({}, {})
    notes += [f"{_line_of(text, name)}: the key of {name} {why}; its usual one counts." for name, why in wrong.items()]
    return Settings(values, keys), notes


def _read(name: str, value: object) -> Value:
    if name not in BY_NAME:
        raise ValueError(f"is no setting; these are: {', '.join(BY_NAME)}, and [keys]")
    return BY_NAME[name].read(value)


def _line_of(text: str, name: str) -> int:
    """The line of a name in a text, or the first one."""
    found = re.search(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]", text, re.M)
    return text.count("\n", 0, found.start()) + 1 + found.group().count("\n") if found else 1


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def with_value(settings: Settings, name: str, value: Value) -> Settings:
    """The settings with another value."""
    return replace(settings, values={**settings.values, name: value})


def with_keys(settings: Settings, action: str, keys: str) -> Settings:
    """The settings with other keys for an action."""
    return replace(settings, keys={**settings.keys, action: keys})


def write_value(path: Path | None, name: str, value: Value, table: str | None = None) -> None:
    """Write one value into the file, which is made if it is not there; CannotWrite if that cannot be.

    All else in it stays as it is, comments too; a file that is no TOML is not touched.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if path is None:
        raise CannotWrite("the system names no folder for settings; name one in QUIZAPP_CONFIG_DIR")
    try:
        text = _text(path) if path.exists() else template()
        document = tomlkit.parse(text)
        if table is None:
            document[name] = value
        else:
            document.setdefault(table, tomlkit.table())[name] = value
        _replace(path, tomlkit.dumps(document))
    except (TOMLKitError, TypeError, ValueError) as error:
        raise CannotWrite(f"{path} is not as it should be ({_first_line(error)}); mend it first") from None
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror})") from None


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink()


def template() -> str:
    """A file that says what can be set, and sets nothing but the defaults."""
    lines = ["# Settings of quizapp. A line that is taken out counts as its default.", ""]
    for each in SETTINGS:
        choices = (
            f" One of {', '.join(map(_toml, each.choices))}." if isinstance(each.default, str) and each.choices else ""
        )
        lines += [f"# {each.about}{choices}", f"{each.name} = {_toml(each.default)}", ""]
    lines += ['# Other keys for what can be done, such as pause = "x" or help = "?,f1":', "[keys]"]
    lines += [f"# {name} = {_toml(usual)}  # {about}" for name, (usual, about) in ACTIONS.items()]
    return "\n".join(lines) + "\n"


def _toml(value: Value) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()

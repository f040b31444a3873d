"""An experiment to take away: as a block of YAML for a deck, or as a script in Python; and the files it is put in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quizapp.text.file_names import checked
from sim.experiment import FIELDS, Experiment

#: Written even where they are at their default, so that a reader sees what ran.
ALWAYS = ("depth", "width", "activation", "init", "task", "learning_rate", "steps")
WIDTH = 100
PYTHON = """from sim import Experiment, diagnose, ends_only, run

{call}

if __name__ == "__main__":
    frames = list(run({variable}, ends_only))
    for found in diagnose({variable}, frames[0], frames[-1]):
        print(f"{{found.name}}: {{found.because}}")
"""


def as_yaml(experiment: Experiment, name: str) -> str:
    """The `experiments:` block of a deck with this one experiment in it."""
    return block_of({deck_name(name): experiment})


def block_of(experiments: Mapping[str, Experiment]) -> str:
    """The `experiments:` block of a deck with these experiments, by names as decks have them."""
    rows = [
        [f"  {name}:", *(f"    {field}: {_in_yaml(value)}" for field, value in _written(experiment).items())]
        for name, experiment in experiments.items()
    ]
    return "\n".join(["experiments:", *(line for lines in rows for line in lines), ""])


def as_python(experiment: Experiment, name: str) -> str:
    """A script that makes the experiment, runs it, and prints what comes of it."""
    arguments = [f"{field}={_in_python(value)}" for field, value in _written(experiment).items()]
    variable = deck_name(name).replace("-", "_")
    call = f"{variable} = Experiment({', '.join(arguments)})"
    if len(call) > WIDTH:
        call = call.partition("(")[0] + "(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"
    return PYTHON.format(call=call.rstrip("\n"), variable=variable)


def deck_name(name: str) -> str:
    """A name as decks have them: lower case letters, digits and hyphens, a letter first."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain if plain[:1].isalpha() else f"lab-{plain}".strip("-")


def save(text: str, name: str) -> Path:
    """Write text to a new file, and return its path; OSError if that cannot be, or if there is such a file already.

    BadName for a name that some systems do not take.
    """
    path = checked(Path(name)).expanduser()
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def kept_at(folder: Path | None, text: str, name: str) -> Path | None:
    """Write text to a file in a folder, over what this wrote there before; None if there is no place for it."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path


def _written(experiment: Experiment) -> dict[str, Any]:
    data = experiment.as_data()
    default = Experiment().as_data()
    return {name: data[name] for name in FIELDS if name in ALWAYS or data[name] != default[name]}


def _in_yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_yaml(part)}" for key, part in value.items()) + "}"
    return value if isinstance(value, str) else "null" if value is None else json.dumps(value)


def _in_python(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_in_python(part)}' for key, part in value.items()) + "}"
    return json.dumps(value) if isinstance(value, str) else repr(value)

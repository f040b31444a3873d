"""The guide as it is written in guide.md, with [[what is in brackets]] made from models, registries and rules.

To add to the reference, write a line such as [[fields Choice]] into guide.md, or a new part here and its name there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from quizapp.checking.claims import SEEDS
from quizapp.checking.lint.rules import RULES
from quizapp.checking.preview import SEEDS as PREVIEW_SEEDS
from quizapp.checking.report import BRITTLE
from quizapp.claims import HOLDS_IN
from quizapp.claims.meanings import FUNCTION_MEANINGS, MEASURES
from quizapp.claims.tree import FUNCTIONS, PER_LAYER
from quizapp.experiments.descriptions import first_paragraph, meaning
from quizapp.questions.knob_trials import STOPS
from quizapp.questions.objectives import OBJECTIVES
from quizapp.questions.types import QUESTION_TYPES
from quizapp.questions.variables import FUNCTIONS as VARYING_FUNCTIONS
from quizapp.questions.variables import MOST_VARIANTS
from sim.experiment import REGISTRIES
from sim.tasks import TASKS
from tools.docs.guide.fields import fields
from tools.docs.guide.tables import code, codes, table

TEMPLATE = Path(__file__).with_name("guide.md")
_PART = re.compile(r"\[\[([a-z ]+?)(?: ([A-Za-z_]+))?\]\]")


def page() -> str:
    """The guide in Markdown."""
    return _PART.sub(_made, _template())


def _made(found: re.Match[str]) -> str:
    whole = found[0].strip("[]")
    return PARTS[whole]() if whole in PARTS else OF_ONE[found[1]](found[2])


def _registered(name: str) -> str:
    registry = REGISTRIES[name]
    rows = (
        (code(entry), codes(registry.aliases(entry)), _parameters(name, entry), meaning(registry, entry))
        for entry in registry.names
    )
    return table(("name", "also", "parameters", "what it is"), rows)


def _parameters(name: str, entry: str) -> str:
    parameters = REGISTRIES[name].parameters(entry)
    return "; ".join(f"{code(each.name)} ({each.default:g}), {each.range}" for each in parameters)


def _measures(by_layer: bool) -> str:
    return _words({name: about for name, about in MEASURES.items() if (name in PER_LAYER) == by_layer})


def _words(meanings: dict[str, str]) -> str:
    return table(("name", "what it is"), ((code(name), about) for name, about in meanings.items()))


def _warnings() -> str:
    rows = (
        (f"[{rule.code}](../docs/warnings.md#{rule.code.lower()}-{rule.name})", rule.summary) for rule in RULES.values()
    )
    return table(("code", "in short"), rows)


def _objectives() -> str:
    return table(("id", "objective"), OBJECTIVES.items())


def _other_types() -> str:
    """The types of question that the page by hand has no section on."""
    by_hand = set(re.findall(r"`(\w+)`", " ".join(re.findall("^### The fields of .*$", _template(), re.MULTILINE))))
    others = [(name, model) for name, model in QUESTION_TYPES.items() if name not in by_hand]
    return "".join(
        f"### The fields of `{name}`\n\n{first_paragraph(model)}\n\n{fields(model.__name__)}\n\n"
        for name, model in others
    )


def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def _share(number: float) -> Callable[[], str]:
    return lambda: f"{number:.0%}"


def _names(names: Iterable[str]) -> Callable[[], str]:
    return lambda: codes(names)


PARTS: dict[str, Callable[[], str]] = {
    "share": _share(HOLDS_IN),
    "brittle": _share(BRITTLE),
    "checked": lambda: str(SEEDS),
    "previewed": lambda: str(PREVIEW_SEEDS),
    "stops": lambda: str(STOPS),
    "variants": lambda: str(MOST_VARIANTS),
    "functions": _names(FUNCTIONS),
    "varying functions": _names(VARYING_FUNCTIONS),
    "tasks": lambda: _words({name: first_paragraph(task.draw) for name, task in TASKS.items()}),
    "layer measures": lambda: _measures(True),
    "network measures": lambda: _measures(False),
    "claim functions": lambda: _words(FUNCTION_MEANINGS),
    "warnings": _warnings,
    "objectives": _objectives,
    "other types": _other_types,
}
#: The parts that are made of one thing, which stands behind their name.
OF_ONE: dict[str, Callable[[str], str]] = {"fields": fields, "registered": _registered}

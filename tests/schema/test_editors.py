"""What authors see in their editor: mistakes underlined, names completed and explained, by yaml-language-server."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizapp.commands.new import SCAFFOLDS
from quizapp.deck.finder import bundled_decks
from quizapp.schema.deck_schema import deck_schema
from sim.activations import ACTIVATIONS
from sim.initializers import INITIALIZERS
from sim.tasks import TASKS
from tests.support.decks.guide import examples
from tests.support.decks.playing import LETTERS, PLAY
from tests.support.editors.language_server import PROGRAM, LanguageServer, Message, running

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="yaml-language-server is not installed (npm install -g it)"),
    pytest.mark.xdist_group("language server"),
]

HEAD = "# yaml-language-server: $schema=quiz.schema.json\nformat: 1\ntitle: A deck\n"
NETWORK = "experiments:\n  net:\n    depth: 9\n"
QUESTION = "questions:\n  - id: one\n    type: true_false\n    prompt: Is it?\n    answer: true\n"
#: Where the cursor is in a text.
CURSOR = "|"
_names = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("editor")
    (made / "quiz.schema.json").write_text(json.dumps(deck_schema()), "utf-8")
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    with running(folder) as started:
        yield started


def saved(folder: Path, text: str) -> Path:
    path = folder / f"deck-{next(_names)}.yaml"
    path.write_text(text, "utf-8")
    return path


def underlined(server: LanguageServer, folder: Path, text: str) -> list[tuple[int, str]]:
    """The lines with a mistake, from 1, and what is said of it."""
    found = server.open(saved(folder, text))
    return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found]


def offered(server: LanguageServer, folder: Path, text: str) -> dict[str, Message]:
    """What is offered at the cursor, by what is shown of it."""
    before, _, after = text.partition(CURSOR)
    path = saved(folder, before + after)
    server.open(path)
    lines = before.split("\n")
    return {item["label"]: item for item in server.complete(path, len(lines) - 1, len(lines[-1]))}


def good_decks() -> list[Any]:
    files = [*bundled_decks(), *sorted(SCAFFOLDS.glob("*.yaml")), PLAY, LETTERS, PLAY.with_name("forms.yaml")]
    texts = {path.stem: path.read_text("utf-8") for path in files}
    texts |= {f"guide {number}": text for number, text in enumerate(examples(), 1)}
    return [pytest.param(text, id=name) for name, text in texts.items()]


@pytest.mark.parametrize("text", good_decks())
def test_nothing_is_underlined_in_a_good_deck(server: LanguageServer, folder: Path, text: str) -> None:
    assert underlined(server, folder, HEAD.partition("\n")[0] + "\n" + text) == []


MISTAKES = {
    "an unknown key": (f"{HEAD}{QUESTION}    promt: Is it?\n", 9, "Property promt is not allowed."),
    "an unknown key of the deck": (f"{HEAD}{QUESTION}author: me\n", 9, "Property author is not allowed."),
    "an unknown field of an experiment": (f"{HEAD}{NETWORK}    dept: 3\n{QUESTION}", 7, "Property dept is not allowed"),
    "an unknown initialiser": (f"{HEAD}{NETWORK}    init: he_norml\n{QUESTION}", 7, '"he_normal"'),
    "an unknown task": (f"{HEAD}{NETWORK}    task: circle\n{QUESTION}", 7, '"circles"'),
    "an unknown kind": (f"{HEAD}questions:\n  - id: one\n    type: singel\n", 6, '"single"'),
    "a parameter of another initialiser": (
        f"{HEAD}{NETWORK}    init:\n      name: he_normal\n      std: 1\n{QUESTION}",
        9,
        '"slope"',
    ),
    "a word for a number": (f"{HEAD}{NETWORK}    width: wide\n{QUESTION}", 7, 'Expected "integer"'),
    "a number out of range": (f"{HEAD}{NETWORK}    width: 1000\n{QUESTION}", 7, "maximum of 512"),
    "a word for a flag": (f"{HEAD}{QUESTION.replace('answer: true', 'answer: yes')}", 8, 'Expected "boolean"'),
    "a list for a text": (f"{HEAD}{QUESTION.replace('Is it?', '[Is it?]')}", 7, "Expected one of string"),
    "the same key twice": (f"{HEAD}{QUESTION}    prompt: Or is it?\n", 9, "Map keys must be unique"),
    "a missing key": (HEAD + QUESTION.replace("    prompt: Is it?\n", ""), 5, 'Missing property "prompt"'),
    "a missing kind": (HEAD + QUESTION.replace("    type: true_false\n", ""), 5, 'Missing property "type"'),
    "a claim about nothing": (f"{HEAD}{QUESTION}    claim: loss < 1\n", 5, "experiment required by property claim"),
    "an experiment called initial": (f"{HEAD}experiments: {{initial: {{}}}}\n{QUESTION}", 4, "A name is a word"),
    "braces where nothing varies": (f"{HEAD}{QUESTION}    difficulty: '{{n}}'\n", 9, 'Expected "integer"'),
}


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_underlined_in_its_line(
    server: LanguageServer, folder: Path, text: str, line: int, message: str
) -> None:
    found = underlined(server, folder, text)
    assert {place for place, _ in found} == {line}
    assert any(message in said for _, said in found)


@pytest.mark.parametrize(
    ("where", "known", "first", "meaning"),
    [
        ("init: |", INITIALIZERS.all_names, "he_normal", "He et al. 2015"),
        ("init: he|", INITIALIZERS.all_names, "kaiming_normal", "Another name of he_normal."),
        ("init:\n      name: |", INITIALIZERS.all_names, "zeros", "Every weight is 0."),
        ("activation: |", ACTIVATIONS.all_names, "relu", "max(z, 0)"),
        ("task: |", tuple(TASKS), "xor", "no straight line separates them"),
    ],
)
def test_what_is_registered_is_offered_with_what_it_means(
    server: LanguageServer, folder: Path, where: str, known: tuple[str, ...], first: str, meaning: str
) -> None:
    found = offered(server, folder, f"{HEAD}{NETWORK}    {where}\n{QUESTION}")
    assert set(found) == set(known)
    assert meaning in found[first]["documentation"]


def test_the_kinds_are_offered_also_while_the_question_is_still_of_another(
    server: LanguageServer, folder: Path
) -> None:
    kinds = {"multiple", "numeric", "order", "short_answer", "single", "true_false", "tune"}
    assert offered(server, folder, f"{HEAD}questions:\n  - id: one\n    type: |\n").keys() == kinds
    found = offered(server, folder, f"{HEAD}questions:\n  - id: one\n    type: |\n    choices: []\n")
    assert found.keys() == kinds
    assert found["single"]["documentation"] == "Exactly one choice is right."


def test_the_fields_are_offered_with_what_they_are(server: LanguageServer, folder: Path) -> None:
    fields = offered(server, folder, f"{HEAD}{NETWORK}    |\n{QUESTION}")
    assert fields["width"]["documentation"] == "Units in each hidden layer."
    assert fields["width"]["insertText"] == "width: ${1:32}"
    assert "depth" not in fields
    fields = offered(server, folder, f"{HEAD}{NETWORK}{QUESTION}    |\n")
    assert fields["control"]["documentation"] == "An experiment on which the claim must come out the other way."
    assert "choices" not in fields


def test_between_braces_fields_are_offered_from_their_first_letter_on(server: LanguageServer, folder: Path) -> None:
    fields = offered(server, folder, f"{HEAD}experiments:\n  net: {{depth: 2, w|}}\n{QUESTION}")
    assert fields["width"]["documentation"] == "Units in each hidden layer."


def test_objectives_are_offered_with_what_they_say(server: LanguageServer, folder: Path) -> None:
    found = offered(server, folder, f"{HEAD}{QUESTION}    objectives:\n      - |\n")
    assert found["H1"]["documentation"] == "Derive He's scheme, and say what it is for."


def test_a_field_explains_itself_under_the_mouse(server: LanguageServer, folder: Path) -> None:
    path = saved(folder, f"{HEAD}{NETWORK}{QUESTION}    experiment: net\n    claim: loss < 1\n")
    server.open(path)
    assert "Weight layers, the output layer included." in server.hover(path, 5, 6)
    claim = server.hover(path, 12, 6)
    assert "One line over measured quantities" in claim
    assert "`distinct_units`" in claim

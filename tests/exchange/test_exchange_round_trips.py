"""What goes out comes back: decks written in a format and read again keep what the format carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck, read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import exporter, importer
from quizapp.exchange.deck_file import with_todos
from quizapp.exchange.measured_keys import with_keys
from quizapp.questions.types import Question
from tests.support.bundled import FIRST
from tests.support.decks.hostile import decks, kept
from tests.support.examples import scaled

FORMATS = {"gift": "gift", "moodle-xml": "moodle-xml", "markdown": "mkdocs-quiz"}
ALSO = {"moodle-xml": ("hints",)}


def quiet(done: int, total: int) -> None:
    """Nobody is waiting."""


def there_and_back(deck: Deck, name: str) -> Deck:
    written = exporter(name).write(deck, quiet).content.decode()
    return importer(FORMATS[name]).read(Source(Path("there"), written)).deck


PICKED = ("single", "multiple", "true_false")


def comparable(question: Question, name: str) -> dict[str, Any]:
    return kept(question, *ALSO.get(name, ()))


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
@given(deck=decks())
@settings(max_examples=scaled(20), deadline=None)
def test_hostile_words_come_back_as_they_went(name: str, deck: Deck) -> None:
    back = there_and_back(deck, name)
    assert [comparable(each, name) for each in back.questions] == [comparable(each, name) for each in deck.questions]


@pytest.mark.slow
@pytest.mark.usefixtures("exported_once")
@pytest.mark.parametrize("name", FORMATS)
def test_the_bundled_deck_comes_back(name: str) -> None:
    for path in bundled_decks():
        deck = read_deck(path)
        back = there_and_back(deck, name)
        assert back.title == deck.title
        picked = [each for each in back.questions if each.type in PICKED]
        told = with_keys(deck, quiet)
        assert [comparable(each, name) for each in picked] == [
            comparable(each, name) for each in told if each.type in PICKED
        ]


@pytest.mark.slow
@given(deck=decks())
@settings(max_examples=scaled(20), deadline=None)
def test_what_is_imported_can_be_read_at_once_and_says_what_is_to_do(deck: Deck) -> None:
    back = there_and_back(deck, "gift")
    text = with_todos(back)
    read = read_text(text)
    assert [kept(each) for each in read.questions] == [kept(each) for each in back.questions]
    assert sum(line.lstrip().startswith("# TODO: add") for line in text.split("\n")) >= len(deck.questions)


@pytest.mark.slow
@pytest.mark.usefixtures("exported_once")
def test_markdown_keeps_the_ids_of_the_choices() -> None:
    deck = read_deck(FIRST)
    back = there_and_back(deck, "markdown")
    picked = [each for each in deck.questions if each.type in PICKED]
    came = [each for each in back.questions if each.type in PICKED]
    for ours, theirs in zip(picked, came, strict=True):
        names = [[choice.id for choice in getattr(each, "choices", ())] for each in (ours, theirs)]
        assert names[0] == names[1]

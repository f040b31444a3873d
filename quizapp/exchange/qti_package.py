"""A package of QTI items, which is a zip file: read in memory, item by item, all together no larger than a deck."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from quizapp.deck.files import LARGEST, read_bytes, why_unreadable
from quizapp.deck.model import Deck
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import whole_file
from quizapp.exchange.draft import UNTITLED, Names, imported
from quizapp.exchange.format import Imported
from quizapp.exchange.importers import qti
from quizapp.exchange.markup import read_xml
from quizapp.exchange.qti_items import plainly_named, within
from quizapp.exchange.text import on_one_line
from quizapp.questions.types import Question

MOST_FILES = 10_000
BEGINS = b"PK\x03\x04"


def is_package(path: Path) -> bool:
    """Whether a file is a zip file, by how it begins."""
    try:
        return read_bytes(path).startswith(BEGINS)
    except (OSError, ValueError):
        return False


def read_package(path: Path) -> Imported:
    """The deck that the items of a package make; DeckError if it has none, or is no zip file."""
    files = dict(_texts(path))
    title = _title(files)
    decks: list[Deck] = []
    notes: list[Problem] = []
    of = 0
    for name in _order(files):
        source = Source(path, files[name])
        try:
            found = qti.found_in(source)
            of += 1
            made = imported(source, found)
            decks.append(made.deck)
            notes += [_of_file(name, each) for each in made.losses]
        except DeckError as error:
            of += not error.problems[0].message.startswith("left out")
            notes += [_of_file(name, each) for each in error.problems]
    questions = list(_renamed([question for deck in decks for question in deck.questions]))
    if not questions:
        raise DeckError(path, notes or [Problem(1, 1, "there is no question of QTI in this package")])
    return Imported(Deck(format=1, title=title, questions=tuple(questions)), tuple(notes), max(of, len(questions)))


def _of_file(name: str, problem: Problem) -> Problem:
    return replace(problem, message=f"in {name}: {problem.message}")


def _renamed(questions: Sequence[Question]) -> Iterator[Question]:
    names = Names()
    for question in questions:
        yield question.model_copy(update={"id": names.take(question.id, "question")})


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """The XML files of a package by their names, together no larger than a deck may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as package:
            left = LARGEST
            for entry in package.infolist()[:MOST_FILES]:
                if not entry.filename.lower().endswith(".xml"):
                    continue
                with package.open(entry) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise whole_file(path, f"what is packed here is larger than {LARGEST // 2**20} MB")
                yield entry.filename, data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise whole_file(path, f"this package cannot be unpacked: {str(error)[:100]}") from None
    except (OSError, ValueError) as error:
        raise whole_file(path, f"cannot be read: {why_unreadable(error)}") from None


def _order(files: dict[str, str]) -> list[str]:
    """The items: those that a test names in its order, and then the others."""
    items = [name for name, text in files.items() if qti.is_meant(text)]
    named = [href for text in files.values() for href in _references(text)]
    places = {item: place for place, href in reversed(list(enumerate(named))) for item in items if item.endswith(href)}
    return sorted(items, key=lambda name: (places.get(name, len(named)), name))


def _references(text: str) -> list[str]:
    """The addresses of items in a test."""
    if "assessmentItemRef" not in text and "qti-assessment-item-ref" not in text:
        return []
    try:
        root = plainly_named(read_xml(Source(Path(), text)))
    except DeckError:
        return []
    return [href for each in within(root, "assessmentItemRef") if (href := each.attributes.get("href", ""))]


def _title(files: dict[str, str]) -> str:
    """The title of the first test that has one."""
    for text in files.values():
        if "assessmentTest" in text[:2000] or "qti-assessment-test" in text[:2000]:
            try:
                title = plainly_named(read_xml(Source(Path(), text))).attributes.get("title", "")
            except DeckError:
                continue
            if title:
                return on_one_line(title)[:200] or UNTITLED
    return UNTITLED

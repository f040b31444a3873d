"""What we write, read by others: each format's own reader, its published schema, or a parser that is not ours."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from quizapp.deck.layout import Block, Code, Table
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.exchange import exporter
from quizapp.exchange.text import blocks, flowed, on_one_line
from tests.support.bundled import FIRST
from tests.support.decks.hostile import decks
from tests.support.examples import scaled
from tests.support.readers.qti import mistakes

READERS = Path(__file__).parents[1] / "support" / "readers"
SCHEMAS = os.environ.get("QUIZAPP_QTI_SCHEMAS")
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
FEW = settings(
    max_examples=scaled(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def written(deck: Deck, name: str) -> bytes:
    return exporter(name).write(deck, lambda done, total: None).content


@pytest.fixture(scope="module")
def bundled() -> Deck:
    return read_deck(FIRST)


def read_by_gift_pegjs(text: bytes) -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None or subprocess.run([node, "-e", "require('gift-pegjs')"], capture_output=True).returncode:
        pytest.skip("needs node, and gift-pegjs from npm on NODE_PATH")
    done = subprocess.run([node, READERS / "gift.cjs"], input=text, capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [each for each in found if each["type"] != "Category"]


@pytest.mark.slow
@given(deck=decks())
@FEW
def test_gift_pegjs_reads_every_word_of_our_gift(deck: Deck) -> None:
    text = written(deck, "gift")
    assume(b"->" not in text)  # gift-pegjs, unlike Moodle, takes a right choice with an arrow for a pair to match
    read = read_by_gift_pegjs(text)
    assert [each["title"] for each in read] == [each.id for each in deck.questions]
    for question, found in zip(deck.questions, read, strict=True):
        assert on_one_line(found["stem"]["text"]) == on_one_line(flowed(question.prompt))
        choices = getattr(question, "choices", ())
        assert [on_one_line(each["text"]["text"]) for each in found.get("choices", [])] == [
            on_one_line(flowed(each.text)) for each in choices
        ]


@pytest.mark.slow
@pytest.mark.usefixtures("exported_once")
def test_gift_pegjs_gives_full_marks_for_what_is_right(bundled: Deck) -> None:
    read = read_by_gift_pegjs(written(bundled, "gift"))
    assert len(read) == len(bundled.questions)
    for question, found in zip(bundled.questions, read, strict=True):
        if question.type == "true_false":
            assert found["isTrue"] is question.model_dump()["answer"]
        else:
            right = [each["correct"] for each in question.model_dump()["choices"]]
            assert [each["isCorrect"] or (each["weight"] or 0) > 0 for each in found["choices"]] == right


@given(deck=decks())
@FEW
def test_mkdocs_quiz_finds_each_question_with_its_answers(deck: Deck, tmp_path: Path) -> None:
    extractor = pytest.importorskip("mkdocs_quiz.qti.extractor", reason="needs mkdocs-quiz from PyPI")
    page = tmp_path / "page.md"
    page.write_bytes(written(deck, "markdown"))
    found = extractor.extract_quizzes_from_file(page)
    assert len(found) == len(deck.questions)
    for question, quiz in zip(deck.questions, found, strict=True):
        assert quiz.validate() == []
        truth = question.model_dump().get("answer")
        right = [each.correct for each in getattr(question, "choices", ())] or [truth, not truth]
        assert [each.is_correct for each in quiz.answers] == right


@given(deck=decks())
@FEW
def test_python_markdown_shows_the_words_and_nothing_else(deck: Deck) -> None:
    markdown = pytest.importorskip("markdown", reason="needs Markdown from PyPI")
    from quizapp.exchange.markdown_text import as_markdown

    for question in deck.questions:
        shown = markdown.markdown(as_markdown(question.prompt), extensions=EXTENSIONS).replace("&nbsp;", " ")
        page = ElementTree.fromstring(f"<div>{shown}</div>")
        assert on_one_line("".join(page.itertext())) == on_one_line(without_code(question.prompt))


#: As mkdocs has them.
EXTENSIONS = ["fenced_code", "tables"]


def without_code(text: str) -> str:
    """The words that Markdown shows of a text: without the signs of code, and without the bars of tables."""
    return "\n\n".join(map(_words_shown, blocks(text)))


def _words_shown(block: Block) -> str:
    from quizapp.exchange.markdown_text import NOT_CODE, PART

    if isinstance(block, Table):
        return "\n".join(" ".join(_plain(PART, cell) for cell in row) for row in block.rows)
    if isinstance(block, Code) and not NOT_CODE.search("\n".join(block.lines)):
        return "\n".join(block.lines)
    return _plain(PART, block.text)


def _plain(part: re.Pattern[str], text: str) -> str:
    return part.sub(lambda found: found["code"].strip("`") if found["code"] else found[0], text)


@given(deck=decks())
@FEW
def test_moodle_finds_names_texts_and_fractions_that_it_allows(deck: Deck) -> None:
    root = ElementTree.fromstring(written(deck, "moodle-xml"))
    asked = [each for each in root.iter("question") if each.get("type") != "category"]
    assert [each.findtext("idnumber") for each in asked] == [each.id for each in deck.questions]
    for each in asked:
        shares = [float(answer.get("fraction", "")) for answer in each.iter("answer")]
        assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=1e-4)
        assert each.findtext("name/text")
        assert each.findtext("questiontext/text")


@pytest.mark.skipif(SCHEMAS is None, reason="QUIZAPP_QTI_SCHEMAS names no folder with the schemas of QTI 2.1")
@given(deck=decks())
@FEW
def test_qti_packages_are_valid_by_the_published_schemas(deck: Deck, tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    package = tmp_path / "package.zip"
    package.write_bytes(written(deck, "qti"))
    assert mistakes(Path(str(SCHEMAS)), package) == []


@given(deck=decks())
@FEW
def test_a_qti_package_names_all_its_files_and_all_its_right_answers(deck: Deck) -> None:
    with zipfile.ZipFile(io.BytesIO(written(deck, "qti"))) as package:
        names = set(package.namelist())
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
        listed = {each.get("href") for each in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}file")}
        assert listed == names - {"imsmanifest.xml"}
        items = [package.read(name) for name in package.namelist() if name.startswith("items/")]
    for question, item in zip(deck.questions, map(ElementTree.fromstring, items), strict=True):
        values = [each.text for each in item.findall(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value")]
        choices = {each.get("identifier") for each in item.iter(f"{QTI}simpleChoice")}
        right = [each.id for each in getattr(question, "choices", ()) if each.correct] or [
            str(question.model_dump().get("answer")).lower()
        ]
        assert [str(value).lstrip("_") for value in values] == right
        assert set(values) <= choices


@pytest.mark.usefixtures("exported_once")
def test_anki_takes_the_package_and_updates_its_notes_when_it_comes_again(bundled: Deck, tmp_path: Path) -> None:
    pytest.importorskip("genanki", reason="needs the extra 'anki'")
    collection = pytest.importorskip("anki.collection", reason="needs anki from PyPI, Anki's own library")
    mine = collection.Collection(str(tmp_path / "mine.anki2"))
    first = bundled.questions[0].model_copy(update={"prompt": "Asked <anew>?"})
    again = bundled.model_copy(update={"questions": (first, *bundled.questions[1:])})
    for minute, deck in enumerate((bundled, again)):
        package = tmp_path / "deck.apkg"
        with pytest.MonkeyPatch.context() as later:  # Anki tells by the second which note is newer
            later.setattr("time.time", lambda now=60.0 * minute: 2e9 + now)
            package.write_bytes(written(deck, "anki"))
        options = collection.ImportAnkiPackageOptions(update_notes=0)
        request = collection.ImportAnkiPackageRequest(package_path=str(package), options=options)
        assert mine.import_anki_package(request).log.found_notes == len(bundled.questions)
    assert len(mine.find_notes("")) == len(bundled.questions)
    assert len(mine.find_notes(f"Id:{first.id} Question:*anew*")) == 1
    mine.close()


def test_anki_packages_need_an_extra_and_say_so(bundled: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    from quizapp.exchange.format import Missing

    monkeypatch.setitem(__import__("sys").modules, "genanki", None)
    with pytest.raises(Missing, match=r"pip install 'quizapp-sim\[anki\]'"):
        written(bundled, "anki")


@pytest.mark.usefixtures("exported_once")
def test_notes_of_anki_keep_their_names_from_one_export_to_the_next(bundled: Deck, tmp_path: Path) -> None:
    if importlib.util.find_spec("genanki") is None:
        pytest.skip("needs the extra 'anki'")
    import sqlite3

    names = []
    for number in range(2):
        with zipfile.ZipFile(io.BytesIO(written(bundled, "anki"))) as package:
            path = tmp_path / f"{number}.anki2"
            path.write_bytes(package.read("collection.anki2"))
        notes = sqlite3.connect(path)
        names.append([row[0] for row in notes.execute("select guid from notes order by id")])
        notes.close()
    assert names[0] == names[1]
    assert len(set(names[0])) == sum(each.type in exporter("anki").types for each in bundled.questions)

"""QTI in: what we write comes back, what others write is read by the specification, and no package can do harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from quizapp.__main__ import main
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import exporter, importer
from quizapp.exchange.detection import format_of
from quizapp.exchange.format import Imported
from quizapp.exchange.qti_package import is_package, read_package
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.short_answer import NearMiss, ShortAnswer
from tests.support.decks.hostile import decks, kept
from tests.support.examples import scaled

#: In the manner of the specification's own example of a text entry: case counts, and one answer is worth a half.
ENTRY = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="entry" title="A house"
  adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string">
    <correctResponse><value>Tudor</value></correctResponse>
    <mapping defaultValue="0"><mapEntry mapKey="Tudor" mappedValue="2"/>
      <mapEntry mapKey="tudor" mappedValue="1"/></mapping>
  </responseDeclaration>
  <itemBody><p>The house of <textEntryInteraction responseIdentifier="RESPONSE"/> followed on <b>York</b>.</p>
    <p>Which?<img src="x.png" alt="a rose"/></p></itemBody>
</assessmentItem>"""
THREE = """<qti-assessment-item identifier="q3" title="T">
  <qti-response-declaration identifier="R" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>b</qti-value></qti-correct-response></qti-response-declaration>
  <qti-item-body><p>Pick</p><qti-choice-interaction response-identifier="R" shuffle="true" max-choices="1">
    <qti-prompt>One &lt; two</qti-prompt><qti-simple-choice identifier="a">A</qti-simple-choice>
    <qti-simple-choice identifier="b">B</qti-simple-choice></qti-choice-interaction></qti-item-body>
</qti-assessment-item>"""


CHOICES = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">
  <responseDeclaration identifier="R" cardinality="{cardinality}" baseType="identifier">
    <correctResponse><value>A</value></correctResponse>
    <mapping defaultValue="{other}"><mapEntry mapKey="A" mappedValue="2"/>
      <mapEntry mapKey="B" mappedValue="1"/></mapping>
  </responseDeclaration>
  <itemBody><p>Q</p><choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="{most}">
    <simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice>
    <simpleChoice identifier="C">c</simpleChoice></choiceInteraction></itemBody>{processing}
</assessmentItem>"""
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'


def read(text: str) -> Imported:
    return importer("qti").read(Source(Path("item.xml"), text))


def packed(tmp_path: Path, deck: Deck) -> Path:
    path = tmp_path / "deck.zip"
    path.write_bytes(exporter("qti").write(deck, lambda done, total: None).content)
    return path


SPACE_IN_CODE = read_text(
    "format: 1\ntitle: '[html]'\nquestions:\n- {id: q, type: single, prompt: '```[html] `',"
    " choices: [{id: a, text: '[html]', correct: true}, {id: b, text: '` html]', correct: false}]}\n"
)


@pytest.mark.slow
@given(deck=decks())
@example(deck=SPACE_IN_CODE)
@settings(max_examples=scaled(20), deadline=None)
def test_hostile_words_come_back_as_they_went(tmp_path_factory: pytest.TempPathFactory, deck: Deck) -> None:
    back = read_package(packed(tmp_path_factory.mktemp("qti"), deck)).deck
    forgotten = {"tags", "hints"}
    for ours, theirs in zip(deck.questions, back.questions, strict=True):
        went, came = ({k: v for k, v in kept(each).items() if k not in forgotten} for each in (ours, theirs))
        assert came == went


@pytest.mark.parametrize("text", ["``` `", "` `", "` a `b", "`a` `b`"])
def test_backticks_come_back_from_every_format_that_has_code(tmp_path: Path, text: str) -> None:
    deck = read_text(
        f"format: 1\ntitle: W\nquestions:\n- {{id: q, type: true_false, prompt: '{text}', answer: true}}\n"
    )
    xml = exporter("moodle-xml").write(deck, lambda done, total: None).content.decode()
    found = (importer("moodle-xml").read(Source(Path("x"), xml)), read_package(packed(tmp_path, deck)))
    assert {each.deck.questions[0].prompt for each in found} == {text}


def test_a_short_answer_comes_back_but_for_its_stars(tmp_path: Path) -> None:
    text = (
        "format: 1\ntitle: W\nquestions:\n- {id: q, type: short_answer, prompt: Whose?, answer: He <b>,"
        " accept: [K, '2\\*n'], near_misses: [{text: X, feedback: No.}, {text: y, credit: 0.5}],"
        " if_right: Yes., if_wrong: Think.}\n"
    )
    deck = read_text(text)
    found = read_package(packed(tmp_path, deck))
    assert (found.deck.questions, found.losses) == (deck.questions, ())


def test_numbers_come_back_with_how_near_is_near(tmp_path: Path) -> None:
    text = "format: 1\ntitle: W\nquestions:\n- {id: q, type: numeric, prompt: N?, answer: {value: 2, tolerance: 0.5}}\n"
    (question,) = read_package(packed(tmp_path, read_text(text))).deck.questions
    assert isinstance(question, Numeric)
    assert [question.answer.near.accepts(each, 2.0) for each in (1.5, 2.5, 1.4)] == [True, True, False]


def test_a_text_entry_is_read_by_its_mapping() -> None:
    found = read(ENTRY)
    (question,) = found.deck.questions
    assert isinstance(question, ShortAnswer)
    assert (question.id, question.prompt) == (
        "entry",
        "The house of _____ followed on York.\n\nWhich?[picture: a rose]",
    )
    assert (question.answer, question.case_sensitive) == ("Tudor", True)
    assert question.near_misses == (NearMiss(text="tudor", credit=0.5),)
    assert [each.line for each in found.losses] == [10]


def test_qti_3_is_read_under_its_own_names() -> None:
    (question,) = read(THREE).deck.questions
    assert isinstance(question, ChoiceQuestion)
    assert (question.type, question.prompt) == ("single", "Pick\n\nOne < two")
    assert [(each.text, each.correct) for each in question.choices] == [("A", False), ("B", True)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<textEntryInteraction", "<uploadInteraction", "answered by <uploadInteraction>"),
        ("<b>York</b>", "<textEntryInteraction/>", "it asks for 2 answers"),
        ('mappedValue="2"', 'mappedValue="two"', "a mapped value must be a number"),
        ('<textEntryInteraction responseIdentifier="RESPONSE"/>', "", "a description, which asks nothing"),
        ('identifier="RESPONSE"', 'identifier="OTHER"', "does not say which answer is right"),
        ("<assessmentItem", "<!DOCTYPE x><assessmentItem", "document type"),
    ],
)
def test_what_is_no_question_of_ours_is_left_out_with_a_word(old: str, new: str, words: str) -> None:
    with pytest.raises(DeckError, match=words):
        read(ENTRY.replace(old, new, 1))


def test_an_item_is_told_by_how_it_begins() -> None:
    assert format_of(Path("x.xml"), ENTRY) == "qti"
    assert format_of(Path("x.xml"), THREE) == "qti"


def archive(tmp_path: Path, files: dict[str, str]) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
    path = tmp_path / "package.zip"
    path.write_bytes(content.getvalue())
    return path


def test_what_is_lost_of_a_package_is_told_with_its_file(tmp_path: Path) -> None:
    files = {
        "../../a.xml": ENTRY,
        "b.xml": ENTRY.replace("textEntry", "slider"),
        "c.xml": "<assessmentItem",
        "d.png": "x",
    }
    found = read_package(archive(tmp_path, files))
    assert [each.id for each in found.deck.questions] == ["entry"]
    assert [each.message.partition(":")[0] for each in found.losses] == ["in ../../a.xml", "in b.xml", "in c.xml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package.zip"]


def test_two_items_of_one_name_are_two_questions(tmp_path: Path) -> None:
    found = read_package(archive(tmp_path, {"a.xml": ENTRY, "b.xml": ENTRY}))
    assert [each.id for each in found.deck.questions] == ["entry", "entry-2"]
    assert found.of == 2


def test_a_package_that_is_too_large_or_broken_or_empty_is_one_line(tmp_path: Path) -> None:
    bomb = archive(tmp_path, {"a.xml": " " * (33 * 2**20)})
    with pytest.raises(DeckError, match="larger than 32 MB"):
        read_package(bomb)
    assert is_package(bomb)
    bomb.write_bytes(bomb.read_bytes()[:300])
    with pytest.raises(DeckError, match="cannot be unpacked"):
        read_package(bomb)
    with pytest.raises(DeckError, match="no question of QTI"):
        read_package(archive(tmp_path, {"a.txt": "x"}))
    assert not is_package(tmp_path / "nothing")


def test_the_command_makes_a_deck_of_a_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = archive(tmp_path, {"a.xml": ENTRY})
    assert main(["import", str(path)]) == 0
    told = capsys.readouterr()
    assert read_text(told.out).questions[0].id == "entry"
    assert "imported 1 question" in told.err


@pytest.mark.parametrize(
    ("cardinality", "processing", "right", "losses"),
    [
        ("single", "", ["a"], 1),  # b is worth a half, which ours cannot say
        ("multiple", "", ["a", "b"], 1),
        ("single", MATCH, ["a"], 0),
        ("multiple", MATCH, ["a"], 0),
    ],
)
def test_choices_are_right_by_the_marking_and_other_weights_are_listed(
    cardinality: str, processing: str, right: list[str], losses: int
) -> None:
    most = 1 if cardinality == "single" else 0
    item = read(CHOICES.format(cardinality=cardinality, other=-1, most=most, processing=processing))
    (question,) = item.deck.questions
    assert isinstance(question, ChoiceQuestion)
    assert [each.text for each in question.choices if each.correct] == right
    assert question.type == cardinality
    assert [loss.message for loss in item.losses if "weights" not in loss.message] == []
    assert len(item.losses) == losses

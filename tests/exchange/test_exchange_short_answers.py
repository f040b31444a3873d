"""Short answers out and in: by Moodle's rules for GIFT and XML, by QTI's mapping, and nothing lost without a word."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import exporter, importer
from quizapp.exchange.deck_file import with_todos
from quizapp.exchange.format import Exported, Imported
from quizapp.questions.answer_forms import Typed, typed
from quizapp.questions.spellings import compared, on_one_line
from quizapp.questions.types.short_answer import NearMiss, ShortAnswer
from tests.support.examples import scaled

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
DECK = """\
format: 1
title: Words
questions:
- id: he
  type: short_answer
  prompt: Whose start is it?
  answer: "[He] *#1 {a} = \\\\x"
  accept: [Kaiming, "he *", "2\\\\*n", "%50%x", "~=:", "<b>&amp;", "`c`", "// no comment"]
  near_misses:
  - {text: Xavier, feedback: "That is # for ~ tanh."}
  - {text: "glorot*", feedback: And so is that., credit: 0.5}
  - {text: q, credit: 0.25}
  if_right: "Yes = so."
  if_wrong: "Think of {ReLU}."
"""
ROUND = {"gift": "gift", "moodle-xml": "moodle-xml"}


def read(name: str, text: str) -> Imported:
    return importer(name).read(Source(Path("file"), text))


def only(found: Imported) -> ShortAnswer:
    (question,) = found.deck.questions
    assert isinstance(question, ShortAnswer)
    return question


def messages(found: Imported) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message.removeprefix("not carried over: ")) for each in found.losses]


def write(name: str, deck: Deck) -> Exported:
    return exporter(name).write(deck, lambda done, total: None)


def lost(exported: Exported) -> list[str]:
    return [each.what for each in exported.losses]


@pytest.mark.parametrize("name", ROUND)
def test_all_of_a_short_answer_comes_back_whatever_signs_it_has(name: str) -> None:
    deck = read_text(DECK)
    exported = write(name, deck)
    assert exported.losses == ()
    back = read(ROUND[name], exported.content.decode())
    assert back.losses == ()
    assert only(back) == deck.questions[0]


WORDS = st.text(st.sampled_from("aB9é \\*#={}~:%[]<>&\"'/`_-.→対"), min_size=1, max_size=12).filter(
    lambda text: compared(text) != "" and "->" not in text
)


@st.composite
def short_answers(draw: st.DrawFn) -> Deck:
    """Decks of one short answer with hostile signs, as far as the reader takes it."""
    fields = {
        "answer": draw(WORDS),
        "accept": draw(st.lists(WORDS, max_size=3)),
        "case_sensitive": draw(st.booleans()),
        "near_misses": [{"text": text, "feedback": "No."} for text in draw(st.lists(WORDS, max_size=2))],
    }
    try:
        question = ShortAnswer.model_validate({"id": "q", "type": "short_answer", "prompt": "So?", **fields})
    except ValueError:
        question = ShortAnswer.model_validate({"id": "q", "type": "short_answer", "prompt": "So?", "answer": "a"})
    return Deck(format=1, title="T", questions=(question,))


@pytest.mark.slow
@pytest.mark.parametrize("name", ROUND)
@given(deck=short_answers(), texts=st.lists(st.text("aB9é \\*#={}", max_size=8), max_size=6))
@settings(max_examples=scaled(100), deadline=None)
def test_what_comes_back_marks_every_answer_as_what_went(name: str, deck: Deck, texts: list[str]) -> None:
    (question,) = deck.questions
    assert isinstance(question, ShortAnswer)
    case = {"case_sensitive": False} if name == "gift" else {}
    question = question.model_copy(update=case)
    back = only(read(ROUND[name], write(name, Deck(format=1, title="T", questions=(question,))).content.decode()))
    tried = [*texts, question.answer, *question.accept, *(each.text for each in question.near_misses)]
    for answer in filter(None, map(typed, tried)):
        assert back.grade(answer, None, {}).credit == question.grade(answer, None, {}).credit


@pytest.mark.slow
@given(deck=short_answers())
@settings(max_examples=scaled(50), deadline=None)
def test_an_imported_deck_with_one_can_be_read_at_once(deck: Deck) -> None:
    assert read_text(with_todos(deck)).questions == deck.questions


def test_gift_knows_several_right_answers_parts_of_the_mark_and_what_is_said_to_all_else() -> None:
    found = read("gift", "Q {=He#Yes. =Kaiming#Yes. =%50%Glorot#Half. =%0%Xavier#tanh. =%0%*#Think.}")
    assert messages(found) == []
    question = only(found)
    assert (question.answer, question.accept) == ("He", ("Kaiming",))
    assert question.near_misses == (
        NearMiss(text="Glorot", feedback="Half.", credit=0.5),
        NearMiss(text="Xavier", feedback="tanh."),
    )
    assert (question.if_right, question.if_wrong) == ("Yes.", "Think.")


@pytest.mark.parametrize(
    ("body", "answer", "accept"),
    [
        ("{Grant}", "Grant", ()),
        ("{=four =4 =FOUR}", "four", ("4",)),
        ("{=*part*}", "part", ("*part*",)),
        ("{=*a*b =plain}", "plain", ("*a*b",)),
        (r"{=a\*b}", "a*b", ()),
        ("{=[plain]x}", "x", ()),
        ("{= =x =}", "x", ()),
        ("{1:SA:=is ~%0%are}", "is", ()),
        ("{:SHORTANSWER:~=is~=was}", "is", ("was",)),
    ],
)
def test_gift_answers_are_read_as_they_are_meant(body: str, answer: str, accept: tuple[str, ...]) -> None:
    question = only(read("gift", f"Q {body}"))
    assert (question.answer, question.accept) == (answer, accept)


@pytest.mark.parametrize(
    ("body", "line", "column", "words"),
    [
        ("=He#Yes. =Kaiming", 1, 14, "that nothing is said of 'Kaiming'"),
        ("=He#Yes. =Kaiming#Or so.", 1, 14, "what is said only of 'Kaiming': Or so."),
        ("=He =%-50%Xavier#No.", 1, 14, "that 'Xavier' takes 50 percent away; here it earns nothing"),
        ("=He =%0%Xavier", 1, 12, "that 'Xavier' is wrong, of which nothing is said; whatever is not accepted is"),
        ("=He =%0%he#No.", 1, 12, "what is said of 'he', which is accepted as right: No."),
        ("=He =%0%x*#No. =%0%xy#Nor.", 1, 23, "what is said of 'xy', which an answer above takes: Nor."),
        ("=%0%h*#No. =He", 1, 16, "that another answer is tried before 'He'; here what is right comes first"),
        ("=*", 1, 5, "which text is shown as the answer; here it is 'whatever you think', made of '*'"),
    ],
)
def test_what_is_lost_of_an_answer_is_told_at_its_place(body: str, line: int, column: int, words: str) -> None:
    assert (line, column, words) in messages(read("gift", f"Q {{{body}}}"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("=%50%a =%50%b", "left out: none of its answers earns the whole mark"),
        (f"={'a' * 256}", "left out: a short answer has at most 255 characters, and one here has 256"),
    ],
)
def test_what_cannot_be_a_short_answer_is_left_out_with_a_word(body: str, words: str) -> None:
    found = read("gift", f"Q {{{body}}}\n\nOther {{T}}")
    assert [message for _, _, message in messages(found)] == [words]


def moodle(inner: str) -> str:
    text = "<questiontext format='html'><text>Q?</text></questiontext>"
    return f"<quiz><question type='shortanswer'><name><text>n</text></name>{text}{inner}</question></quiz>"


def test_moodle_xml_knows_case_fractions_feedback_and_the_star() -> None:
    inner = (
        "<usecase>1</usecase>"
        "<answer fraction='100' format='moodle_auto_format'><text>ReLU &lt;x&gt;</text>"
        "<feedback format='html'><text>&lt;p&gt;Yes.&lt;/p&gt;</text></feedback></answer>"
        "<answer fraction='33.33333'><text>relu</text><feedback><text></text></feedback></answer>"
        "<answer fraction='0'><text>*</text><feedback><text>No.</text></feedback></answer>"
    )
    found = read("moodle-xml", moodle(inner))
    question = only(found)
    assert messages(found) == []
    assert (question.answer, question.case_sensitive, question.if_right, question.if_wrong) == (
        "ReLU <x>", True, "Yes.", "No.",
    )  # fmt: skip
    assert question.near_misses == (NearMiss(text="relu", credit=0.3333333),)
    assert question.grade(Typed("relu"), None, {}).credit == pytest.approx(1 / 3, abs=1e-5)


def test_an_answer_in_html_is_the_text_that_it_shows() -> None:
    inner = "<answer fraction='100' format='html'><text>&lt;p&gt;He &lt;b&gt;normal&lt;/b&gt;&lt;/p&gt;</text></answer>"
    assert only(read("moodle-xml", moodle(inner))).answer == "He normal"


def test_what_formats_cannot_say_is_listed() -> None:
    fields = "  case_sensitive: true\n  typos: 1\n".join([DECK.replace("0.25", "0.42"), ""])
    deck = read_text(fields)
    assert lost(write("gift", deck)) == ["case_sensitive", "typos", "near_misses.exact credit"]
    assert lost(write("moodle-xml", deck)) == ["typos", "near_misses.exact credit"]
    assert lost(write("qti", deck)) == ["typos", "accept with *", "near_misses.text with *"]
    assert lost(write("html", deck)) == []


def test_an_arrow_would_be_a_pair_to_match_in_gift() -> None:
    (loss,) = write("gift", read_text(DECK.replace("Kaiming", "a -> b"))).losses
    assert (loss.whole, loss.what) == (True, "GIFT takes an answer with -> for a pair to be matched")


def test_qti_maps_every_spelling_to_its_worth_and_has_a_word_for_each_near_miss() -> None:
    with zipfile.ZipFile(io.BytesIO(write("qti", read_text(DECK)).content)) as package:
        item = ElementTree.fromstring(package.read("items/he.xml"))
    entries = {each.get("mapKey"): float(each.get("mappedValue", "")) for each in item.iter(f"{QTI}mapEntry")}
    assert entries["[He] *#1 {a} = \\x"] == entries["Kaiming"] == entries["2*n"] == 1.0
    assert (entries["Xavier"], entries["q"]) == (0.0, 0.25)
    assert {each.get("caseSensitive") for each in item.iter(f"{QTI}mapEntry")} == {"false"}
    said = {each.get("identifier"): "".join(each.itertext()) for each in item.iter(f"{QTI}modalFeedback")}
    assert said == {"right": "Yes = so.", "wrong": "Think of {ReLU}.", "near-1": "That is # for ~ tanh."}
    set_to = {each.text for each in item.iter(f"{QTI}baseValue") if each.get("baseType") == "identifier"}
    assert set(said) <= set_to


BLANK = """\
<quiz>
In `[[code]]` there is no blank, and here is [[ one that is filled in ]].

---
Because.
</quiz>
"""


def test_a_blank_of_mkdocs_quiz_is_a_short_answer() -> None:
    question = only(read("mkdocs-quiz", BLANK))
    assert question.prompt == "In `[[code]]` there is no blank, and here is _____."
    assert (question.answer, question.explanation) == ("one that is filled in", "Because.")


@pytest.mark.parametrize(
    ("quiz", "line", "words"),
    [
        ("Q\n\nA [[b]] and [[c]].", 4, "left out: a quiz with 2 blanks to fill in; a short answer has one"),
        ("A [[b]].\n\n- [x] a\n- [ ] b", 2, "left out: a quiz with both a blank to fill in and answers to pick"),
    ],
)
def test_what_is_no_short_answer_is_told_at_its_line(quiz: str, line: int, words: str) -> None:
    with pytest.raises(DeckError) as caught:
        read("mkdocs-quiz", f"<quiz>\n{quiz}\n</quiz>\n")
    assert [(each.line, each.message) for each in caught.value.problems] == [(line, words)]


def test_a_blank_goes_out_with_its_answer_and_what_else_there_is_is_listed() -> None:
    exported = write("markdown", read_text(DECK.replace('"[He] *#1 {a} = \\\\x"', "He & *so*")))
    assert lost(exported) == [
        "accept", "near_misses.text", "near_misses.feedback", "near_misses.credit", "if_right", "if_wrong"
    ]  # fmt: skip
    back = only(read("mkdocs-quiz", exported.content.decode()))
    assert (back.id, back.prompt, back.answer) == ("he", "Whose start is it?", "He & *so*")


def test_an_answer_that_would_end_its_blank_stays_here() -> None:
    (loss,) = write("markdown", read_text(DECK)).losses
    assert (loss.whole, loss.what) == (True, "mkdocs-quiz has no blank for an answer with one of [ ] \\ ` < { }")


def test_a_handout_names_all_that_is_right_at_the_end_only() -> None:
    page = write("html", read_text(DECK)).content.decode()
    asked, _, answers = page.partition('<div class="answers">')
    assert "Kaiming" not in asked
    assert "Also right: Kaiming; he …; 2*n" in answers
    assert "worth 50%" in answers


def test_anki_asks_to_type_the_answer(tmp_path: Path) -> None:
    pytest.importorskip("genanki", reason="needs the extra 'anki'")
    with zipfile.ZipFile(io.BytesIO(write("anki", read_text(DECK)).content)) as package:
        (tmp_path / "a.anki2").write_bytes(package.read("collection.anki2"))
    notes = sqlite3.connect(tmp_path / "a.anki2")
    ((fields,),) = notes.execute("select flds from notes").fetchall()
    ((models,),) = notes.execute("select models from col").fetchall()
    notes.close()
    assert fields.split("\x1f")[-1] == "[He] *#1 {a} = \\x"
    assert "{{type:Answer}}" in models
    assert "Kaiming" not in fields.split("\x1f")[2], "nothing of the key on the front"


@given(st.text(max_size=30))
def test_a_line_of_ours_is_a_line(text: str) -> None:
    assert "\n" not in on_one_line(text)

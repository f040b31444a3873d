"""Question files of other programs, well made and hostile: what becomes of each, and where the trouble is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import import_names, importer
from quizapp.exchange.deck_file import with_todos
from quizapp.exchange.format import Imported
from quizapp.exchange.html_reader import read_html
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.true_false import TrueFalse
from tests.support.decks.hostile import SNIPPETS
from tests.support.examples import scaled

#: From Moodle's documentation of GIFT, with an ending for each rule.
GIFT = r"""
// a comment
$CATEGORY: $course$/top/Physics/Astronomy//Basics

::Grant's tomb::Who's buried in Grant's tomb?{~Grant ~Jefferson#Another president =no one#Right!}

Grant is {~buried =entombed ~living} in Grant's tomb.

// [id:sun-1] [tag:sun]
::Sun::[html]<p>The <b>sun</b> rises in the&nbsp;east &amp; sets<br>in the west.</p>{T#No!#Yes.####Look <a href="https://a.b/c">here</a>.}

What two people are entombed?{~%-100%No one ~%50%Grant#One ~%50%Grant's wife ~%-100%Grant's father}

When was Grant born?{#
  =1822:0#Correct!
  =%0%1882#Digits swapped.
  ~#Look it up.
}

What is pi?{#3.141..3.142}

Match.{=Canada -> Ottawa =Italy -> Rome =Japan -> Tokyo}

Who?{=no one =nobody}

Tell me.{}

A description only.

Escapes \{ and \} and 1 \= 1\: a\\b{F}
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/A // B</text></category></question>
  <question type="multichoice">
    <name><text>Näme one</text></name>
    <questiontext><text><![CDATA[<p>Two<sup>10</sup>?</p><script>alert(1)</script><ul><li>x</li></ul>]]></text>
      <file name="a.png" path="/" encoding="base64">AAAA</file></questiontext>
    <single>true</single><shuffleanswers>false</shuffleanswers>
    <correctfeedback format="html"><text>Well done, indeed.</text></correctfeedback>
    <answer fraction="100" format="html"><text>1024</text><feedback format="html"><text>Yes</text></feedback></answer>
    <answer fraction="50" format="html"><text>1000</text><feedback format="html"><text></text></feedback></answer>
    <hint format="html"><text>Double.</text></hint>
    <tags><tag><text>powers</text></tag></tags>
  </question>
  <question type="essay"><name><text>E</text></name></question>
</quiz>
"""
PAGE = """# Title with *stars*

Prose, and code that is no quiz:

```
<quiz>
Not this one
- [x] a
</quiz>
```

<quiz>
Which is right?
- [x] This `one`
> Yes.
- [ ] That \\*one\\*
- [X] And [this](https://a.b)

Because.
</quiz>

<quiz>
The capital is [[Paris]].
</quiz>

<quiz>
Is it?
- [ ] True
- [x] False
</quiz>
"""
BOMB = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="truefalse"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = """<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>"""


def read(name: str, text: str) -> Imported:
    return importer(name).read(Source(Path("file"), text))


def outcome(name: str, text: str) -> Imported | str:
    """What was imported, or what is said about why nothing was."""
    try:
        return read(name, text)
    except DeckError as error:
        return str(error)


def losses(found: Imported) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in found.losses]


def test_gift_is_read_by_moodles_rules() -> None:
    found = read("gift", GIFT)
    assert found.deck.title == "Astronomy/Basics"
    tomb, grant, sun, two, born, pi, who, escapes = found.deck.questions
    assert [each.id for each in (tomb, sun)] == ["grant-s-tomb", "sun-1"]
    assert isinstance(tomb, ChoiceQuestion)
    assert [(each.text, each.correct, each.if_chosen) for each in tomb.choices] == [
        ("Grant", False, None),
        ("Jefferson", False, "Another president"),
        ("no one", True, "Right!"),
    ]
    assert grant.prompt == "Grant is _____ in Grant's tomb."
    assert isinstance(sun, TrueFalse)
    assert (sun.prompt, sun.answer, sun.if_right, sun.if_wrong, sun.tags) == (
        "The sun rises in the east & sets\nin the west.", True, "Yes.", "No!", ("sun",),
    )  # fmt: skip
    assert sun.explanation == "Look here (https://a.b/c)."
    assert isinstance(two, ChoiceQuestion)
    assert (two.type, [each.correct for each in two.choices]) == ("multiple", [False, True, True, False])
    assert isinstance(born, Numeric)
    assert (born.answer.value, born.misconceptions[0].feedback, born.if_wrong) == (
        "1822",
        "Digits swapped.",
        "Look it up.",
    )
    assert isinstance(pi, Numeric)
    assert pi.answer.near.accepts(3.1416, float(str(pi.answer.value)))
    assert not pi.answer.near.accepts(3.143, float(str(pi.answer.value)))
    assert isinstance(who, ShortAnswer)
    assert (who.answer, who.accept) == ("no one", ("nobody",))
    assert escapes.prompt == r"Escapes { and } and 1 = 1: a\b"


def test_what_gift_has_and_decks_have_not_is_listed_with_its_line() -> None:
    assert losses(read("gift", GIFT)) == [
        (22, "left out: a matching question; there is no such question type"),
        (26, "left out: an essay question; there is no such question type"),
        (28, "left out: a description, which asks nothing"),
    ]


def test_moodle_xml_becomes_plain_text_and_tells_what_is_lost() -> None:
    found = read("moodle-xml", XML)
    (question,) = found.deck.questions
    assert isinstance(question, ChoiceQuestion)
    assert (found.deck.title, question.id, question.prompt) == ("A / B", "name-one", "Two^10?\n\n- x")
    assert (question.hints, question.tags, question.shuffle) == (("Double.",), ("powers",), False)
    assert losses(found) == [
        (4, "not carried over: 1 file, such as pictures"),
        (4, "not carried over: the correctfeedback"),
        (4, "not carried over: the weights of its choices (100, 50 percent)"),
        (15, "left out: a question of type 'essay'; there is no such question type"),
    ]


TRUTH = """<quiz><question type="truefalse"><name><text>t</text></name><questiontext><text>So?</text></questiontext>
<answer fraction="{}"><text>true</text></answer><answer fraction="{}"><text>false</text></answer></question></quiz>"""


@pytest.mark.parametrize(
    ("true", "false", "message"), [(50, 50, "neither is"), (100, 100, "both are"), (0, 0, "neither is")]
)
def test_a_statement_that_is_not_either_true_or_false_is_left_out(true: int, false: int, message: str) -> None:
    with pytest.raises(DeckError, match=f"exactly one of true and false can be right, and here {message}"):
        read("moodle-xml", TRUTH.format(true, false))


def test_part_of_the_mark_for_the_other_answer_is_listed() -> None:
    assert losses(read("moodle-xml", TRUTH.format(100, 0))) == []
    assert losses(read("moodle-xml", TRUTH.format(25, 100))) == [
        (1, "not carried over: part of the mark for the other answer")
    ]


def test_what_stands_too_deep_in_tags_to_be_read_is_named_where_nothing_else_is_left() -> None:
    html = "<![CDATA[" + "<div>" * 5000 + "deep" + "]]>"
    truth = TRUTH.format(100, 0).replace("So?", html)
    with pytest.raises(DeckError) as error:
        read("moodle-xml", truth)
    assert [each.message.partition(":")[0] for each in error.value.problems] == ["left out", "not carried over"]
    assert "so many tags within one another" in str(error.value)


def test_a_page_of_mkdocs_quiz_gives_its_quizzes() -> None:
    found = read("mkdocs-quiz", PAGE)
    several, capital, truth = found.deck.questions
    assert isinstance(several, ChoiceQuestion)
    assert [(each.text, each.correct, each.if_chosen) for each in several.choices] == [
        ("This `one`", True, "Yes."),
        ("That *one*", False, None),
        ("And this (https://a.b)", True, None),
    ]
    assert several.explanation == "Because."
    assert isinstance(truth, TrueFalse)
    assert truth.answer is False
    assert isinstance(capital, ShortAnswer)
    assert (capital.prompt, capital.answer) == ("The capital is _____.", "Paris")
    assert losses(found) == []


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!DOCTYPE quiz><quiz/>"])
def test_document_types_and_with_them_all_entities_are_refused(text: str) -> None:
    with pytest.raises(DeckError, match=r"a document type, .* is refused"):
        read("moodle-xml", text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no element found"),
        ("<quiz><question></quiz>", "mismatched tag"),
        ("<quiz>&nbsp;</quiz>", "undefined entity"),
        ("<quizzes/>", "begin with <quiz>, not with <quizzes>"),
        ("<a>" * 2000, "elements are more than 100 deep"),
        ("<quiz></quiz>", "there is no question in this file"),
    ],
)
def test_what_is_not_moodle_xml_is_told_at_its_line(text: str, message: str) -> None:
    with pytest.raises(DeckError, match=message):
        read("moodle-xml", text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "<" * 200_000,
        "<!--" * 100_000,
        "<a " * 100_000,
        "<a>" * 100_000,
        "&" * 200_000,
        "<!-- a" + "-" * 200_000,
        "<p>" * 60_000,
    ],
)
def test_hostile_html_is_read_in_the_time_that_its_length_takes(source: str) -> None:
    assert len(read_html(source).text) <= len(source)


@pytest.mark.slow
@pytest.mark.parametrize("name", import_names())
@pytest.mark.parametrize(
    "text",
    [
        "<quiz>" * 50_000,
        "{" * 100_000,
        "::a::{=" * 20_000,
        "\\" * 100_001,
        "- [x] " * 30_000,
        "`" * 100_000,
        "<quiz>\n- [x] a\n" + "> q\n" * 30_000 + "</quiz>",
        "[" * 60_000,
        "#" * 100_000,
    ],
)
def test_hostile_files_end_in_a_deck_or_a_message(name: str, text: str) -> None:
    assert outcome(name, text)


@pytest.mark.parametrize("name", import_names())
@given(
    text=st.lists(
        st.sampled_from(
            [
                *SNIPPETS,
                "{T}",
                "{=a ~b}",
                "- [x] a\n",
                "- [ ] b\n",
                "<quiz>\n",
                "\n</quiz>",
                "{#1:2}",
                "\u202e",
                "\x00",
                "<question type='truefalse'>",
            ]
        )
    ).map("".join)
)
@settings(max_examples=scaled(60), deadline=None)
def test_whatever_is_imported_can_be_read(name: str, text: str) -> None:
    found = outcome(name, text)
    if isinstance(found, Imported):
        assert len(read_text(with_todos(found.deck)).questions) == len(found.deck.questions)
    else:
        assert found.replace("\n", "").isprintable()


def test_questions_without_a_blank_line_between_them_are_told_apart_from_a_gap_in_the_text() -> None:
    text = "::a:: One? {T}\n::b:: Two? {F}\n\n::c:: The {=sun ~moon} is hot.\n"
    found = importer("gift").read(Source(Path("q.gift"), text))
    assert [question.id for question in found.deck.questions] == ["c"]
    assert [loss.line for loss in found.losses] == [1]
    assert "put a blank line between questions" in found.losses[0].message

"""Nothing is lost on the way in without a word: what real question files hold, and what is said where decks cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.deck.reader.source import Source
from quizapp.exchange import importer
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.html_tags import has_tags
from quizapp.exchange.markdown_reader import read_markdown
from quizapp.questions.types.numeric import Numeric
from tests.support.imported import choices, losses, read


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        ("~a ~=b ~c", [False, True, False]),
        ("~a =b ~", [False, True]),
        ("~ ~a~=b", [False, True]),
        ("=%100%a ~%0%b", [True, False]),
        ("~%50%a ~%50%b ~%-100%c ~", [True, True, False]),
        ("\n  =a\n  more\n  ~b\n", [True, False]),
    ],
)
def test_gift_choices_are_told_apart_as_moodle_tells_them(answers: str, right: list[bool]) -> None:
    assert [correct for _, correct, _ in choices(read("gift", f"Which? {{{answers}}}"))] == right


def test_what_is_said_of_a_choice_without_text_is_listed() -> None:
    assert losses(read("gift", "Which? {=a ~b ~#Nothing was chosen.}"))[0][2] == (
        "not carried over: what is said of a choice without text: Nothing was chosen."
    )


@pytest.mark.parametrize("text", ["a<b and c>d", "List<Layer>", "<fstream>", "x<i>y", "if a<p and q>r", "1 < 2 > 0"])
def test_a_less_than_sign_that_begins_no_tag_stays(text: str) -> None:
    assert not has_tags(text)
    assert choices(read("gift", f"Which? {{={text} ~other}}"))[0][0] == text


def test_tags_in_text_that_does_not_say_what_it_is_are_read_as_moodle_reads_them() -> None:
    found = read("gift", "<b>Which</b> is H<sub>2</sub>O,\nif a<c? {=x<sup>n+1</sup> ~10<sup>-3</sup>}")
    assert found.deck.questions[0].prompt == "Which is H_2O,\nif a<c?"
    assert [text for text, _, _ in choices(found)] == ["x^(n+1)", "10^-3"]


def test_all_categories_are_kept_as_tags_and_said() -> None:
    text = "$CATEGORY: top/A\n\nOne {T}\n\n$CATEGORY: top/B\nTwo {F}\n$CATEGORY: top/A\n\nThree {T}\n"
    found = read("gift", text)
    assert found.deck.title == "A"
    assert [each.tags for each in found.deck.questions] == [("A",), ("B",), ("A",)]
    ((line, _, message),) = losses(found)
    assert (line, message.split(";")[0]) == (5, "not carried over: the category B")


@pytest.mark.parametrize(
    ("answers", "value", "near", "said"),
    [
        ("#=%100%3.14:0.001#Exact. =%50%3.14:0.1#Near.", "3.14", 0.001, ["what is said of 3.14 within 0.1", "part of"]),
        ("#=3.14:0.01 =3.14:0.1", "3.14", 0.1, []),
        ("#=1..2 =1.5..3", "2", 1.0, []),
        ("#=2:0.5#Yes. =%0%9#Nine. =%0%9#Again.", "2", 0.5, ["what is said of 9"]),
    ],
)  # fmt: skip
def test_of_a_number_with_two_tolerances_is_kept_what_can_be(
    answers: str, value: str, near: float, said: list[str]
) -> None:
    found = read("gift", f"How much? {{{answers}}}")
    (question,) = found.deck.questions
    assert isinstance(question, Numeric)
    assert question.answer.value == value
    assert question.answer.near.absolute == pytest.approx(near)
    told = [message.removeprefix("not carried over: ") for _, _, message in losses(found)]
    assert len(told) == len(said)
    assert all(any(each.startswith(words) for each in told) for words in said)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("One {T}\n\nTwo {=a\n\n~b}", (3, 5), "braces { } do not match"),
        ("How\nmuch? {#=1 =%0%abc#x}", (2, 16), "'abc' is not a number"),
        ("How much? {#=1 =9}", (1, 17), "exactly one number can be right, and 2 are"),
        ("Which? {=a ~b} or }", (1, 19), "braces { } do not match"),
        ("Which? {=a ~}", (1, 1), "at least 2 choices, and this has 1"),
    ],
)
def test_mistakes_in_gift_are_told_at_their_place(text: str, place: tuple[int, int], message: str) -> None:
    found = importer("gift").read(Source(Path("file"), f"{text}\n\nLast {{T}}"))
    line, column, said = next(each for each in losses(found) if message in each[2])
    assert (line, column) == place, said
    assert not any("Value error" in each for _, _, each in losses(found))


def test_pictures_leave_their_words_and_a_line_each() -> None:
    found = read("gift", 'Q {\n=[html]<img src\\="p/a.png" alt\\="flat at both ends">\n~[html]<img src\\="p/b.png">\n}')
    assert [text for text, _, _ in choices(found)] == ["[picture: flat at both ends]", "[picture: b.png]"]
    assert [(line, message[:40]) for line, _, message in losses(found)] == [
        (2, "not carried over: a picture (a.png); [pi"),
        (3, "not carried over: a picture (b.png); [pi"),
    ]


def test_what_html_cannot_say_in_words_is_listed_once() -> None:
    found = read_html(
        "<a href='http://a.b/c'>one</a> <a href='https://a.b'>two</a> <a href='#x'>three</a> <blink>four</blink>"
        "<video src=x>five</video><input value=six><script>seven</script><svg><text>eight</text></svg>"
    )
    assert found.text == "one two (https://a.b) three four[video][picture]"
    assert [each.message.split(";")[0] for each in found.remarks] == [
        "the link to http://a.b/c", "the tag <blink>, which HTML does not know", "what <video> shows",
        "the field <input>", "what <svg> shows",
    ]  # fmt: skip


@pytest.mark.parametrize("digits", ["1" * 5000, "x" + "f" * 5000])
def test_characters_of_any_number_are_no_traceback(digits: str) -> None:
    assert read_html(f"a&#{digits};b").text[0] == "a"
    assert read("gift", f"[html]a&amp;#{digits};b {{T}}")
    assert read_markdown(f"a&#{digits};b").text[0] == "a"


def test_what_is_too_deep_to_be_read_is_listed() -> None:
    for found in (read_markdown("> " * 40 + "deep"), read_html("<b>" * 3000 + "deep")):
        assert "so many" in found.remarks[0].message
    assert read_markdown("> " * 9 + "fine").remarks == ()

"""Nothing is lost on the way in without a word: what real question files hold, and what is said where decks cannot."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import exporter, importer
from quizapp.exchange.deck_file import with_todos
from quizapp.exchange.detection import Unknown, format_of
from quizapp.exchange.format import Imported
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.html_tags import has_tags
from quizapp.exchange.markdown_reader import read_markdown
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types.numeric import Numeric


def read(name: str, text: str) -> Imported:
    found = importer(name).read(Source(Path("file"), text))
    assert read_text(with_todos(found.deck)).questions
    return found


def losses(found: Imported) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message) for each in found.losses]


def choices(found: Imported, number: int = 0) -> list[tuple[str, bool, str | None]]:
    question = found.deck.questions[number]
    assert isinstance(question, ChoiceQuestion)
    return [(each.text, each.correct, each.if_chosen) for each in question.choices]


def refused(name: str, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(DeckError) as error:
        read(name, text)
    return [(each.line, each.column, each.message) for each in error.value.problems]


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


HTML = (
    "<h3>Steps</h3><p>First<br>second</p>"
    "<pre><code class='language-python'>if x:\n    y = [1,\n         2]</code></pre>"
    "<ol start=3><li><p>draw</p><li>train<ul><li>long<li>short</ul></ol>"
    "<table><tr><th>a</th><th>b</th></tr><tr><td>1 | 2</td><td><code>f</code></td></tr></table><code>u<br>v</code>"
)
TEXT = (
    "Steps\n\nFirst\nsecond\n\n```python\nif x:\n    y = [1,\n         2]\n```\n\n"
    "3. draw\n4. train\n   - long\n   - short\n\n"
    "| a      | b   |\n| ------ | --- |\n| 1 \\| 2 | `f` |\n\n```\nu\nv\n```"
)


def test_html_keeps_its_lines() -> None:
    found = read_html(HTML)
    assert (found.text, found.remarks) == (TEXT, ())


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


MARKDOWN = (
    "# Steps\n\nFirst\nflows,  \nsecond\n\n```python\nif x:\n    y\n```\n\n3. draw\n4. train\n   - long\n\n"
    "|a|b|\n|-|-|\n|1|`f`|\n\n> said\n\n![curve](c.png) <b>bold</b> List<Layer> x<sup>2</sup> **so**"
)


def test_markdown_keeps_its_lines() -> None:
    found = read_markdown(MARKDOWN)
    assert found.text == (
        "Steps\n\nFirst flows,\nsecond\n\n```python\nif x:\n    y\n```\n\n3. draw\n4. train\n   - long\n\n"
        "| a   | b   |\n| --- | --- |\n| 1   | `f` |\n\n> said\n\n[picture: curve] bold List<Layer> x^2 **so**"
    )
    assert [each.message.split(";")[0] for each in found.remarks] == ["a picture (c.png)"]


def test_what_is_too_deep_to_be_read_is_listed() -> None:
    for found in (read_markdown("> " * 40 + "deep"), read_html("<b>" * 3000 + "deep")):
        assert "so many" in found.remarks[0].message
    assert read_markdown("> " * 9 + "fine").remarks == ()


def quiz(*lines: str) -> str:
    return "\n".join(["<quiz>", *lines, "</quiz>"])


def test_feedback_after_a_blank_line_belongs_to_its_answer() -> None:
    found = read(
        "mkdocs-quiz", quiz("Which?", "- [x] a", "", "> Said of a,", "> on two lines.", "", "- [ ] b", "- [x] c")
    )
    assert choices(found) == [("a", True, "Said of a, on two lines."), ("b", False, None), ("c", True, None)]
    assert found.deck.questions[0].explanation is None


def test_boxes_in_code_are_no_answers() -> None:
    fence = ("```markdown", "- [ ] milk", "", "- [x] bread", "</quiz>", "```")
    found = read("mkdocs-quiz", quiz("What?", *fence, "- [x] a list", "- [ ] a table", "", "Because:", "", *fence))
    assert [text for text, _, _ in choices(found)] == ["a list", "a table"]
    assert "- [x] bread" in found.deck.questions[0].prompt
    assert found.deck.questions[0].explanation == "Because:\n\n" + "\n".join(fence)


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (("Which?", "- [v] a", "- [x] b"), 3),
        (("- [v] a", "", "Which?", "- [x] b"), 2),
        (("Which?", "- [x] a", "", "Because.", "- [ ] b"), 6),
        (("Which?", "- [x] a", "- b"), 4),
        (("Which?", "1. [x] a", "2. [ ] b", "", "- [x] c"), 3),
        (("Which?", "- [x] a", "  > said", "  > - [ ] b"), 5),
    ],
)
def test_answers_where_none_can_stand_are_mistakes_and_never_text(lines: tuple[str, ...], line: int) -> None:
    ((found, _, message),) = refused("mkdocs-quiz", quiz(*lines))
    assert (found, message[:9]) == (line, "left out:")


def test_quizzes_are_taken_where_they_stand_and_not_from_code_or_comments() -> None:
    page = (
        "---\ntitle: From the front\n---\n\n`<quiz>` is a tag.\n\n"
        "<!--\n" + quiz("No", "- [x] a", "- [ ] b") + "\n-->\n\n"
        "=== \"Tab\"\n\n    <quiz>\n    Which?\n\n    - [x] a\n      > one\n      > two\n    - [ ] b\n    </quiz>\n"
    )  # fmt: skip
    found = read("mkdocs-quiz", page)
    assert (found.deck.title, found.of) == ("From the front", 2)
    assert choices(found) == [("a", True, "one two"), ("b", False, None)]
    assert losses(found) == [(8, 1, "left out: a quiz in a comment; take it out of <!-- --> to import it")]


def test_the_title_is_the_words_of_the_heading() -> None:
    page = "```\n# not this\n```\n\n# ![logo](l.png) Start *well*\n\n" + quiz("Which?", "- [x] a", "- [ ] b")
    assert read("mkdocs-quiz", page).deck.title == "Start *well*"


XML = """<quiz>
<question type="category"><category><text>$course$/A</text></category></question>
<question type="multichoice"><name><text>q</text></name><defaultgrade>2.5</defaultgrade>
 <questiontext format="html"><text><![CDATA[<p>a</p>
<pre>b
  c</pre>]]></text></questiontext>
 <answer fraction="100"><text>&lt;img src="x.png" alt="yes"&gt;</text></answer>
 <answer fraction="0"><text>no<br/></text></answer></question>
</quiz>"""


def test_moodle_xml_says_where_each_loss_is() -> None:
    found = read("moodle-xml", XML.replace("<br/>", ""))
    assert found.deck.questions[0].prompt == "a\n\n```\nb\n  c\n```"
    assert losses(found) == [
        (3, 1, "not carried over: the default grade 2.5"),
        (7, 31, "not carried over: a picture (x.png); [picture: yes] stands for it"),
    ]


DECK = """
format: 1
title: Lines
questions:
  - id: lines
    type: single
    prompt: |
      What does it print?

      ```python
      for n in range(2):

          print(n)
      ```

      | a | b |
      | --- | --- |
      | 1 | `x` |

      1. draw
      2. train
    choices:
      - {id: a, text: "0\\n1", correct: true, if_chosen: "So:\\n- one\\n- two"}
      - id: b
        text: |
          ```
          x = [1,
               2]
          ```
        correct: false
"""
FORMATS = {"gift": "gift", "moodle-xml": "moodle-xml", "markdown": "mkdocs-quiz"}


@pytest.mark.parametrize("name", [*FORMATS, "html", "qti"])
def test_every_export_keeps_the_lines_of_code_lists_and_tables(name: str) -> None:
    written = exporter(name).write(read_text(DECK), lambda done, total: None).content
    if name == "qti":
        with zipfile.ZipFile(io.BytesIO(written)) as package:
            written = b"\n".join(map(package.read, package.namelist()))
    text = html.unescape(written.decode()).replace("\N{NO-BREAK SPACE}", " ")
    lines = re.split(r"\\n|\n|<br ?/?>", text)
    assert any("    print(n)" in line for line in lines)
    assert not any("range(2)" in line and "print(n)" in line for line in lines)
    assert not any("draw" in line and "train" in line for line in lines)
    assert not any("x \\= [1," in line and "2]" in line for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_code_lists_and_tables_come_back(name: str) -> None:
    deck = read_text(DECK)
    back = (
        importer(FORMATS[name])
        .read(Source(Path("f"), exporter(name).write(deck, lambda done, total: None).content.decode()))
        .deck
    )
    ours, theirs = deck.questions[0], back.questions[0]
    assert isinstance(ours, ChoiceQuestion)
    assert isinstance(theirs, ChoiceQuestion)
    assert theirs.prompt == ours.prompt.strip().replace("| a | b |", "| a   | b   |").replace(
        "| 1 | `x` |", "| 1   | `x` |"
    )
    assert [each.text for each in theirs.choices] == [each.text.strip() for each in ours.choices]
    assert theirs.choices[0].if_chosen == "So:\n- one\n- two"


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("a.txt", "<quiz>\nWhich?\n- [x] a\n</quiz>", "mkdocs-quiz"),
        ("a.txt", '<?xml version="1.0"?>\n<quiz>\n<question type="truefalse">', "moodle-xml"),
        ("a.xml", "::a:: b {=c ~d}", "gift"),
        ("a", "Sky is blue. {\n  T\n}", "gift"),
        ("a.md", "# no quiz", "mkdocs-quiz"),
        ("a.md", "# How decks look\n\n```\nformat: 1\nquestions:\n```", "mkdocs-quiz"),
    ],
)
def test_formats_are_told_by_what_stands_in_a_file(file: str, text: str, name: str) -> None:
    assert format_of(Path(file), text) == name


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "x.yaml",
            "# mine\nformat: 1\ntitle: t\nquestions:\n  - {id: a, answer: '=~'}",
            "this is a deck already; `quizapp check x.yaml`",
        ),
        ("x.json", '{"a": "=b"}', "none of the formats"),
        ("x.html", "<html><body>{=a ~b}</body></html>", "none of the formats"),
    ],
)
def test_no_format_is_proposed_that_cannot_be(file: str, text: str, message: str) -> None:
    with pytest.raises(Unknown, match=message) as error:
        format_of(Path(file), text)
    assert "--from" not in str(error.value)

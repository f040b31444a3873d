"""Code, lists and tables keep their lines on the way in and out, and formats are told by what stands in a file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from quizapp.deck.reader import read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import exporter, importer
from quizapp.exchange.detection import Unknown, format_of
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.markdown_reader import read_markdown
from quizapp.questions.choices import ChoiceQuestion
from tests.support.imported import losses, read

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

"""`quizapp export` and `quizapp import` as they are used: files, messages, and what they return."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from quizapp.__main__ import main
from quizapp.deck.reader import read_deck
from quizapp.exchange import export_names, exporter, import_names, importer
from quizapp.questions.types import QUESTION_TYPES

DECK = """
format: 1
title: <Kinds> & more
experiments:
  deep: {depth: 6, width: 8, activation: tanh, init: {name: normal, std: 0.1}, samples: 16, steps: 4, seeds: 3}
  deeper: {extends: deep, depth: 9}
  wide: {extends: deep, init: xavier_normal}
questions:
  - {id: shrinks, type: true_false, prompt: "It <b>shrinks</b>.", answer: true, experiment: deep, control: wide,
     claim: "signal[5] / signal[1] < 0.1", says: The signal falls tenfold., tags: [signal], difficulty: 2}
  - id: he-std
    type: numeric
    prompt: What standard deviation does He's rule give to 512 inputs?
    answer: {value: sqrt(2 / 512), tolerance: 5%}
    misconceptions: [{value: 2 / 512, feedback: That is the variance.}]
    if_wrong: Take the root.
  - {id: how-strong, type: numeric, prompt: How many powers of ten?, experiment: deep,
     answer: {measure: "log10(signal[6] / signal[1])", within: 1.5}}
  - id: spread
    type: order
    prompt: Order these.
    order_by: signal[5]
    items:
      - {id: a, text: Xavier, experiment: wide}
      - {id: b, text: Small, experiment: deep}
  - {id: tune-it, type: tune, prompt: Turn it., experiment: deep, goal: "signal[5] > 0.1", solution: {std: 0.5},
     knobs: {std: {field: init.std, min: 0.01, max: 1, start: 0.1}}}
"""


class Result(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def command(*arguments: object) -> Result:
        status = main([str(each) for each in arguments])
        return Result(status, *capsys.readouterr())

    return command


@pytest.mark.parametrize("name", [name for name in export_names() if name not in ("anki", "markdown")])
def test_every_question_is_written_or_listed_as_left_out(name: str, deck: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", deck, "--to", name, "--output", tmp_path / "out")
    assert done.status == 0, done.err
    types = exporter(name).types
    left_out = {each.id for each in read_deck(deck).questions if each.type not in types}
    assert {line.split()[0] for line in done.err.splitlines() if "is left out" in line} == left_out
    assert f"exported {5 - len(left_out)} of 5 questions" in done.err
    assert (tmp_path / "out").stat().st_size > 0


def test_what_each_question_loses_is_listed_in_the_words_of_decks(deck: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", deck, "--to", "gift", "--output", tmp_path / "out.gift")
    assert "  shrinks: difficulty, experiment, control, claim, says\n" in done.err
    assert "how-strong: experiment; of the answer: measure" in done.err


def test_a_measured_key_is_written_as_the_number_that_check_measures(deck: Path, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import json

    written = run("export", deck, "--to", "gift").out
    key = float(written.partition("=%100%-")[2].partition(":")[0])
    simulated = json.loads(run("simulate", "--deck", deck, "--experiment", "deep", "--seeds", "20", "--json").out)
    last = simulated["frames"][-1]["layers"]["signal"]
    ratios = sorted(row[5] / row[0] for row in last)
    assert 10**-key == pytest.approx((ratios[9] * ratios[10]) ** 0.5, rel=1e-3)


def test_an_order_is_written_in_the_order_that_is_measured(deck: Path, run) -> None:  # type: ignore[no-untyped-def]
    from xml.etree import ElementTree

    root = ElementTree.fromstring(run("export", deck, "--to", "moodle-xml").out)
    (order,) = (each for each in root if each.get("type") == "ordering")
    assert [(each.get("fraction"), each.findtext("text")) for each in order.iter("answer")] == [
        ("1", "Small"),
        ("2", "Xavier"),
    ]


def test_a_deck_of_which_nothing_can_be_said_is_an_error(deck: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    only = DECK[: DECK.index("  - {id: shrinks")] + DECK[DECK.index("  - id: spread") :]
    deck.write_text(only)
    done = run("export", deck, "--to", "markdown", "--output", tmp_path / "out.md")
    assert (done.status, (tmp_path / "out.md").exists()) == (1, False)
    assert "nothing was written: markdown has none of the question types" in done.err


class Outline(HTMLParser):
    """The tags of a page, the addresses that it leads to, and the words in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("href", "src")]
        self.ids += [str(value) for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_handout_holds_charts_and_measured_numbers_and_asks_nothing_of_the_network(deck: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", deck, "--to", "html")
    page = Outline()
    page.feed(done.out)
    assert page.tags.count("svg") == 4  # one claim, one measured number, and two items in order
    assert not {"script", "link", "img", "iframe", "b"} & set(page.tags)
    assert {each[1:] for each in page.addresses} <= set(page.ids)
    assert all(each.startswith("#") for each in page.addresses)
    assert "@import" not in done.out
    assert "url(" not in done.out
    assert "It <b>shrinks</b>." in page.words
    assert "), holds in 20 of 20 networks" in page.words  # as many as answers are marked by
    assert re.search(r"on deep \([^)]*layers of .*, weights ", page.words)
    assert re.search(r"on wide \(.+\), holds in 0 of 20 networks", page.words)
    assert "at step " in page.words


def test_a_zip_can_go_to_standard_output(deck: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", str(deck), "--to", "qti"]) == 0
    with zipfile.ZipFile(io.BytesIO(capfdbinary.readouterr().out)) as package:
        assert "imsmanifest.xml" in package.namelist()


def test_an_import_writes_a_deck_that_check_reads_and_never_over_another(deck: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    file, made = tmp_path / "quiz.gift", tmp_path / "made.yaml"
    run("export", deck, "--to", "gift", "--output", file)
    done = run("import", file, "--output", made)
    assert done.status == 0
    assert "imported 3 questions" in done.err
    assert made.read_text("utf-8").count("# TODO: add experiment: and claim:") == 3
    checked = run("check", made, "--static")
    assert checked.status == 0
    assert "warning W403 no simulation decides whether this is right" in checked.err + checked.out
    again = run("import", file, "--output", made)
    assert again.status == 1
    assert "is there already" in again.err


def test_numbers_come_back_from_gift_and_moodle_with_their_misconceptions(deck: Path, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    for name, ending in (("gift", "gift"), ("moodle-xml", "xml")):
        file, made = tmp_path / f"quiz.{ending}", tmp_path / f"{name}.yaml"
        run("export", deck, "--to", name, "--output", file)
        run("import", file, "--output", made)
        (number,) = (each for each in read_deck(made).questions if each.id == "he-std")
        data = number.model_dump()
        assert float(data["answer"]["value"]) == 0.0625
        assert float(data["answer"]["tolerance"]["absolute"]) == pytest.approx(0.003125)
        assert [(float(each["value"]), each["feedback"]) for each in data["misconceptions"]] == [
            (2 / 512, "That is the variance.")
        ]
        assert data["if_wrong"] == "Take the root."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xml", b"<quiz>\n<question>", "a.xml:2:"),
        ("a.gift", b"Only words", "left out: a description"),
        ("a.gift", b"\xff\xfe", "UTF-16"),
        ("a.doc", b"", "add --from gift or --from mkdocs-quiz or --from moodle-xml"),
        ("a.md", b"# no quiz", "there is no question in this file"),
    ],
)
def test_bad_files_end_in_a_message_and_status_1(name: str, content: bytes, message: str, tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / name).write_bytes(content)
    done = run("import", tmp_path / name)
    assert (done.status, done.out) == (1, "")
    assert message in done.err


def test_help_says_of_every_format_what_it_carries(run) -> None:  # type: ignore[no-untyped-def]
    shown = " ".join(run("export", "--help").out.split())
    for name in export_names():
        assert f"{name} {', '.join(exporter(name).types)}" in shown
        assert set(exporter(name).types) <= set(QUESTION_TYPES)
    listed = run("import", "--help").out
    assert all(f"  {name} " in listed for name in import_names())
    assert all(importer(name).endings for name in import_names())


PAPER = """format: 1
title: Paper
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
questions:
- id: many
  type: single
  prompt: Which?
  choices:
  - {id: one, text: First of all, correct: true, experiment: half, claim: "signal[3] < signal[0]"}
  - {id: two, text: Second of all, correct: false}
  - {id: three, text: Third of all, correct: false}
  - {id: four, text: Fourth of all, correct: false}
- {id: seen, type: numeric, prompt: How large?, experiment: half, answer: {measure: "signal[3]", within: 10%}}
- id: std
  type: numeric
  prompt: |
    What for n = {n}? Run

        np.std(w)
  vary: {n: ['400', '100']}
  unit: V
  answer: {value: '2 / {n}', tolerance: 10%}
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.yaml"
    path.write_text(PAPER, "utf-8")
    return path


def lists_of(page: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The choices as they are asked, and the rows of the key: letter, mark and words."""
    asked = re.findall(r"<li>(\w+ of all)</li>", page)
    return asked, re.findall(r'<strong class="mark">(\w)\. (right|wrong)</strong> (\w+ of all)', page)


def test_choices_are_mixed_by_the_seed_and_the_key_has_their_letters(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    orders = set()
    for seed in range(6):
        asked, key = lists_of(run("export", paper, "--to", "html", "--seed", seed).out)
        assert [words for _, _, words in key] == asked
        assert [letter for letter, _, _ in key] == list("abcd")
        assert [words for _, mark, words in key if mark == "right"] == ["First of all"]
        orders.add(tuple(asked))
    assert len(orders) > 2
    assert len({order.index("First of all") for order in orders}) > 1


def test_it_may_be_without_answers_of_which_nothing_is_left_then(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", paper, "--to", "html", "--without-answers", "--seed", "1")
    assert lists_of(done.out)[0] == lists_of(run("export", paper, "--to", "html", "--seed", "1").out)[0]
    page = Outline()
    page.feed(done.out)
    assert "svg" not in page.tags
    assert not page.addresses
    assert "0.005" not in page.words
    assert "Answer" not in page.words
    assert "Name" in page.words
    assert "Date" in page.words


def test_a_key_is_a_number_with_how_near_is_right_and_code_keeps_its_font(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    page = run("export", paper, "--to", "html").out
    assert "2 / 400 = 0.005 V (within 10%: 0.0045 to 0.0055)" in page
    assert re.search(r'font-family: monospace">[^<]*np\.std\(w\)</span>', page)


def test_all_variants_leave_as_questions_of_their_own_in_every_format(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", paper, "--to", "html", "--all-variants")
    assert "exported 4 of 4 questions" in done.err
    assert "2 / 400 = 0.005 V" in done.out
    assert "2 / 100 = 0.02 V" in done.out
    assert "vary" not in done.err
    gift = run("export", paper, "--to", "gift", "--all-variants").out
    assert "::std::" in gift
    assert "::std-2::" in gift


def test_what_a_program_reads_is_not_put_on_paper(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", paper, "--to", "gift", "--without-answers")
    assert done.status == 2
    assert "--without-answers is for what is printed, as in `--to html`" in done.err


def test_a_question_that_varies_says_how_all_of_its_variants_are_written(paper: Path, run) -> None:  # type: ignore[no-untyped-def]
    hint = "of questions that vary the first variant was written; --all-variants writes every one"
    assert hint in run("export", paper, "--to", "gift").err
    assert hint not in run("export", paper, "--to", "gift", "--all-variants").err

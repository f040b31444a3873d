"""Any text is a deck, or everything that is wrong with it; `tests/bad` holds one mistake a file, with what is said."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.deck.files import LARGEST
from quizapp.deck.reader import DeckError, read_deck, read_text, tree
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import HIDDEN
from quizapp.questions.types.multiple import Multiple
from tests.support.examples import scaled

BAD = Path(__file__).parent / "bad"
GOOD = """\
format: 1
title: Small
experiments:
  xavier: {depth: 9, width: 16, activation: tanh, init: xavier_normal}
  tiny: {extends: xavier, init: {name: normal, std: 0.05}}
questions:
  - id: vanish
    type: multiple
    prompt: |
      Which network cannot learn?
    choices:
      - id: small
        text: no
        correct: true
        experiment: tiny
        claim: delta[1] / delta[-1] < 1e-4
        control: xavier
      - {id: fair, text: "the [other] one", correct: false, experiment: xavier, claim: 'loss < 0'}
    hints: [One hint, 'Another: with a colon']
  - {id: shown, type: true_false, prompt: Is it so, answer: false}
"""
#: The kinds that measure, with values that vary and an experiment of a question's own.
MEASURING = """\
format: 1
title: Small
experiments:
  xavier: {depth: 9, width: 16, activation: tanh, init: xavier_normal}
  tiny: {extends: xavier, init: {name: normal, std: 0.05}}
questions:
- {id: number, type: numeric, prompt: "{n} inputs?", vary: {n: [8, 16]}, answer: {value: "1 / {n}", tolerance: 5%},
   misconceptions: [{value: "{2 / n}", feedback: var}], experiment: own,
   experiments: {own: {extends: tiny, width: "{n}"}}}
- {id: key, prompt: p, type: numeric, answer: {measure: "log10(delta[1])", within: {digits: 2}}, experiment: tiny}
- {id: order, prompt: p, type: order, order_by: "signal[-2]", min_gap: 2x, items: [{id: a, text: A, experiment: tiny},
   {id: b, text: B, experiment: xavier}]}
- {id: tune, prompt: p, type: tune, experiment: tiny, goal: "0.2 < delta[1] / delta[-2] < 5", solution: {std: 0.25},
   knobs: {std: {field: init.std, min: 0.01, max: 1, scale: log, start: 0.05}}}
"""
PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(tree, "Parser", request.param)
    return request.param


def error_of(text: str) -> DeckError:
    with pytest.raises(DeckError) as caught:
        read_text(text)
    return caught.value


def messages(text: str) -> list[str]:
    return [problem.message for problem in error_of(text).problems]


def is_printable(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_bad_deck_is_answered_as_the_text_beside_it_says(path: Path) -> None:
    with pytest.raises(DeckError) as caught:
        read_deck(path)
    assert str(caught.value).replace(str(path), path.name) + "\n" == path.with_suffix(".txt").read_text("utf-8")


def test_both_of_pyyamls_parsers_find_the_same_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(BAD.glob("*.yaml")):
        found = set()
        for parser in PARSERS:
            monkeypatch.setattr(tree, "Parser", parser)
            with pytest.raises(DeckError) as caught:
                read_deck(path)
            found.add(tuple((problem.line, problem.message) for problem in caught.value.problems))
        assert len(found) == 1, path


def test_every_message_of_the_corpus_is_printable_and_inside_its_file() -> None:
    for path in sorted(BAD.glob("*.yaml")):
        lines = path.read_bytes().splitlines() or [b""]
        with pytest.raises(DeckError) as caught:
            read_deck(path)
        assert is_printable(str(caught.value))
        assert all(1 <= problem.line <= len(lines) for problem in caught.value.problems)


def test_a_good_deck_is_read(parser: Any) -> None:
    deck = read_text(GOOD, "folder/small.yaml")
    assert (deck.name, deck.title, deck.path) == ("small", "Small", Path("folder/small.yaml"))
    assert [question.id for question in deck.questions] == ["vanish", "shown"]
    assert str(deck.experiments["tiny"].init) == "normal(std=0.05)"
    assert deck.experiments["tiny"].depth == 9


def test_scalars_are_what_the_field_takes_them_for() -> None:
    deck = read_text(GOOD.replace("title: Small", "title: 010").replace("One hint", "12:30"))
    question = deck.questions[0]
    assert isinstance(question, Multiple)
    assert (deck.title, question.hints[0], question.choices[0].text) == ("010", "12:30", "no")
    assert question.choices[0].correct is True
    assert all(type(text) is str for text in (deck.title, question.prompt, question.choices[1].text))


@pytest.mark.parametrize("text", ["1", "1.5", ".5", "1e-6", "1E3", "-2.5e+3", "3.", "+4"])
def test_a_number_is_what_python_makes_of_it(text: str) -> None:
    deck = read_text(GOOD.replace("std: 0.05", f"mean: {text}"))
    assert dict(deck.experiments["tiny"].init.parameters) == {"mean": float(text)}


@pytest.mark.parametrize(
    "text",
    [
        "1_000",
        "0x10",
        "0o17",
        "017",
        "12:30",
        ".nan",
        "-.INF",
        "nan",
        "1e",
        "e5",
        "1 000",
        "'1'",
        "true",
        "~",
        "١",
    ],
)
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    (message,) = messages(GOOD.replace("std: 0.05", f"mean: {text}"))
    assert message.startswith("mean must be")


@pytest.mark.parametrize("digits", [31, 5_000, 1_000_000])
def test_a_number_of_many_digits_is_refused_at_once(digits: int) -> None:
    assert messages(GOOD.replace("depth: 9", "depth: " + "9" * digits)) == [
        f"depth must be a number of at most 30 characters; this one has {digits}"
    ]


def test_null_means_not_given_where_that_is_a_value() -> None:
    deck = read_text(
        GOOD.replace("depth: 9", "batch_size: 32").replace("{extends: xavier,", "{extends: xavier, batch_size: null,")
    )
    assert (deck.experiments["xavier"].batch_size, deck.experiments["tiny"].batch_size) == (32, None)


def test_a_missing_file_is_an_error_at_its_top(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r"none\.yaml:1:1: .*no such file"):
        read_deck(tmp_path / "none.yaml")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=":1:1: cannot be read: it is a folder"):
        read_deck(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(DeckError, match="not a regular file"):
        read_deck(tmp_path / "pipe.yaml")


def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(DeckError, match="larger than 32 MB"):
        read_deck(path)


def test_a_name_with_control_characters_is_shown_safely() -> None:
    assert is_printable(str(DeckError(Path("a\x1b[2J\u202e.yaml"), error_of("").problems)))


@pytest.mark.parametrize(
    "unit", ["[", "{", "- ", "? ", "{a: ", "[,", "*a ", "&a ", "!a ", "'", '"', "a: 1\n", "<<: 1\n", "\t", "---\n", "a"]
)
def test_a_megabyte_of_the_same_is_a_printable_error(unit: str) -> None:
    error = error_of(unit * (2**20 // len(unit)))
    assert is_printable(str(error))
    assert len(error.problems) <= 501


def test_many_experiments_that_extend_one_another_are_resolved_in_any_order() -> None:
    chain = "".join(f"  e{i}: {{extends: e{i + 1}}}\n" for i in range(900))
    deck = read_text(GOOD.replace("experiments:\n", f"experiments:\n{chain}  e900: {{depth: 7}}\n"))
    assert deck.experiments["e0"].depth == 7


def test_more_experiments_than_a_deck_may_have_are_one_mistake() -> None:
    many = "".join(f"  e{i}: {{}}\n" for i in range(2000))
    assert messages(GOOD.replace("experiments:\n", f"experiments:\n{many}"))[0].startswith("a deck has at most 1000")


def test_an_experiment_with_mistakes_is_still_known_by_name() -> None:
    assert messages(GOOD.replace("width: 16", "width: 0")) == ["width must be from 1 to 512, not 0"]


def test_a_claim_of_an_unknown_experiment_is_still_read() -> None:
    found = messages(GOOD.replace("experiment: tiny", "experiment: tinny").replace("delta[1] /", "detla[1] /"))
    assert [message.split(";")[0] for message in found] == ["unknown experiment 'tinny'", "unknown measure 'detla'"]


def test_mistakes_come_in_the_order_of_the_file() -> None:
    error = error_of(
        GOOD.replace("depth: 9", "depth: 0")
        .replace("correct: true", "correct: yes")
        .replace("shown", "vanish")
        .replace("Small", "''")
    )
    assert [problem.line for problem in error.problems] == [2, 4, 14, 20]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_deck(path) == read_text(GOOD, path)


def test_the_characters_that_are_hidden_are_those_of_the_unicode_categories() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        category = unicodedata.category(character)
        hidden = category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and character not in "\n\t\u200c\u200d"
        if category != "Cn":
            assert hidden == bool(HIDDEN.match(character)), hex(code)


@pytest.mark.parametrize(
    "escape", [r"\e", r"\0", r"\a", r"\b", r"\v", r"\f", r"\r", r"\N", r"\L", r"\P", r"\x9b", r"\u202e", r"\U000e0041"]
)
def test_an_escape_that_makes_a_hidden_character_is_refused_where_it_stands(escape: str, parser: Any) -> None:
    (problem,) = error_of(GOOD.replace("title: Small", rf'title: "a \\e {escape}"')).problems
    assert (problem.line, problem.column, problem.length) == (2, 15, len(escape))


def test_half_of_a_surrogate_pair_is_one_mistake(parser: Any) -> None:
    (problem,) = error_of(GOOD.replace("title: Small", r'title: "a \ud800"')).problems
    assert problem.line == 2


@pytest.mark.slow
def test_reading_imports_no_user_interface() -> None:
    code = "import sys, quizapp.deck.reader; sys.exit(bool({'textual', 'rich', 'click'} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def check_that_it_is_a_deck_or_a_located_error(text: str) -> None:
    try:
        read_text(text)
    except DeckError as error:
        check_places(error, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def check_places(error: DeckError, lines: list[str]) -> None:
    assert error.problems
    assert is_printable(str(error))
    for problem in error.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


YAMLISH = st.text(
    st.sampled_from(list(" \n\t:-?[]{},#&*!|>'\"%@`\\~<=.0123456789abenot\x1b\u202e\ufeff日")), max_size=60
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
KEYS = [
    "format",
    "title",
    "experiments",
    "questions",
    "id",
    "type",
    "choices",
    "text",
    "correct",
    "experiment",
    "claim",
    "control",
]
NEAR_DECKS = st.recursive(
    SCALARS | st.sampled_from(["1", "single", "multiple", "true_false", "tiny", "delta[1] < 1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=25,
)


@given(st.text(max_size=80))
def test_any_text_is_a_deck_or_a_located_error(text: str) -> None:
    check_that_it_is_a_deck_or_a_located_error(text)


@settings(max_examples=scaled(60))
@given(YAMLISH, st.sampled_from(PARSERS))
def test_any_text_of_yamls_own_characters_is_a_deck_or_a_located_error(text: str, parser: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        check_that_it_is_a_deck_or_a_located_error(text)


@settings(max_examples=scaled(60))
@given(st.integers(0, len(GOOD)), st.integers(0, 12), YAMLISH | st.text(max_size=6), st.sampled_from(PARSERS))
def test_a_good_deck_with_a_piece_exchanged_is_a_deck_or_a_located_error(
    at: int, cut: int, put: str, parser: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Parser", parser)
        check_that_it_is_a_deck_or_a_located_error(GOOD[:at] + put + GOOD[at + cut :])


PIECES = st.sampled_from(
    ["{n}", "{{", "}}", "{m}", "null", "[]", "{}", "-1", "0", "1e400", "[1]", "{a: b}", "seed", "he"]
)


@pytest.mark.slow
@settings(max_examples=scaled(100))
@given(st.integers(0, len(MEASURING)), st.integers(0, 12), YAMLISH | PIECES)
def test_a_deck_of_the_kinds_that_measure_with_a_piece_exchanged_is_a_deck_or_a_located_error(
    at: int, cut: int, put: str
) -> None:
    check_that_it_is_a_deck_or_a_located_error(MEASURING[:at] + put + MEASURING[at + cut :])


@given(TREES | NEAR_DECKS, st.booleans())
def test_any_data_written_as_yaml_is_a_deck_or_a_located_error(data: Any, flow: bool) -> None:
    check_that_it_is_a_deck_or_a_located_error(yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow))


@given(st.text(max_size=60))
def test_any_text_in_place_of_a_claim_is_a_claim_or_a_located_error(text: str) -> None:
    check_that_it_is_a_deck_or_a_located_error(GOOD.replace("'loss < 0'", "'" + text.replace("'", "''") + "'"))


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_text_in_quotes_is_read_to_the_letter(text: str) -> None:
    deck = read_text(GOOD.replace("title: Small", "title: '" + text.replace("'", "''") + "'"))
    assert deck.title == text


# questions whose type is none


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("type: sngle\n    choices: [{id: x, txt: X, correct: true}]", "'txt'; did you mean 'text'"),
        ("type: mcq\n    choices: [{id: x, txt: X, correct: true}]", "'txt'; did you mean 'text'"),
        ("choices: [{id: x, txt: X, correct: true}]", "'txt'; did you mean 'text'"),
        ("type: numerical\n    answer: {valu: 3}", "'valu'; did you mean 'value'"),
        ("type: guess\n    answer: {valu: 3}\n    misconceptions: []", "'valu'; did you mean 'value'"),
        ("type: truefalse\n    answer: maybe", "must be true or false"),
        ("type: sorting\n    items: [{id: x, txt: X}]", "'txt'; did you mean 'text'"),
        ("type: tuning\n    knobs: {k: {feld: depth}}\n    vary: {n: [1]}", "'feld'; did you mean 'field'"),
    ],
)
def test_the_rest_of_a_question_is_read_as_the_type_that_was_meant(written: str, message: str) -> None:
    text = f"format: 1\ntitle: T\nquestions:\n  - id: one\n    prompt: So?\n    {written}\n"
    with pytest.raises(DeckError) as found:
        read_text(text)
    messages = [problem.message for problem in found.value.problems]
    assert sum("type" in each for each in messages) == 1
    assert any(message in each for each in messages), messages


@pytest.mark.parametrize("given", ["[a]", "{a: b}", "&x a", "''", "5"])
def test_a_type_that_is_no_word_is_a_mistake_of_its_own(given: str) -> None:
    text = f"format: 1\ntitle: T\nquestions:\n  - id: one\n    prompt: So?\n    type: {given}\n"
    with pytest.raises(DeckError):
        read_text(text)


def test_places_are_made_once_however_many_mistakes_are_looked_up() -> None:
    """Making them for each mistake took the square of the time."""
    root, problems, complete = tree.compose(Source(Path("a.yaml"), "a: 1\nb:\n  c: 2\n"))
    assert complete
    assert problems == []
    assert root.places is root.places
    assert root.places == {"a": (0, 3), "b": (5, 10)}
    assert root.key_offset("b") == 5

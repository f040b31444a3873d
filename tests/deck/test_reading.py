"""Any text is a deck, or everything that is wrong with it; `tests/bad` holds one mistake a file, with what is said."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from quizapp.deck.files import LARGEST
from quizapp.deck.reader import DeckError, read_deck, read_text, tree
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import HIDDEN
from tests.support.decks_to_read import GOOD, PARSERS, error_of, is_printable, messages

BAD = Path(__file__).parent / "bad"


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

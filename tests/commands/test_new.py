"""`quizapp new`: every scaffold passes the check as it is written, and nothing is overwritten or left half done."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
from platformdirs import user_data_path

from benchmarks.terminal import Terminal
from quizapp.__main__ import main
from quizapp.checking.claims import check_decks
from quizapp.commands.new import QUESTION_TYPES, SCHEMA, TITLE, scaffold
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.questions.types import QUESTION_TYPES as ALL_QUESTION_TYPES
from quizapp.runs.disk_cache import VARIABLE, Cache
from quizapp.runs.own_files import write_own
from quizapp.schema.deck_schema import deck_schema
from tests.commands.test_pty import QUIZAPP


@pytest.fixture(autouse=True)
def fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def files() -> list[str]:
    return sorted(path.name for path in Path().rglob("*"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_scaffold_passes_the_check_with_a_control_for_every_claim(
    kind: str, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(kept.folder))  # bundled questions rest on some of these networks too
    write_own(user_data_path("quizapp", appauthor=False) / "cache-key", kept.key)  # or else they would not be believed
    assert main(["new", "mine.yaml", "--kind", kind, "--title", "Mine: all of it"]) == 0
    deck = read_deck("mine.yaml")
    (question,) = deck.questions
    assert (deck.title, question.type) == ("Mine: all of it", kind)
    assert main(["check", "mine.yaml", "--strict", "--jobs", "1"]) == 0
    (report,) = check_decks([deck], cache=kept)  # what the command has just measured
    assert report.problems == ()
    assert len(report.claims) == report.controls
    assert report.claims or report.findings
    assert report.unclaimed == 0


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_scaffold_shows_good_manners(kind: str) -> None:
    text = scaffold(kind)
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA}"
    assert text.count(f"title: {TITLE}\n") == 1
    assert max(map(len, text.splitlines())) <= 120
    for name in read_deck_of(kind).experiments:
        assert text.count(name) >= 2, "an experiment that nothing watches"


def read_deck_of(kind: str) -> Deck:
    Path("deck.yaml").write_text(scaffold(kind))
    return read_deck("deck.yaml")


def test_every_scaffold_is_of_a_question_type() -> None:
    assert set(QUESTION_TYPES) <= set(ALL_QUESTION_TYPES)
    assert {"multiple", "numeric", "order", "single", "true_false", "tune"} <= set(QUESTION_TYPES)


def test_the_schema_is_written_beside_the_deck_unless_there_is_one() -> None:
    assert main(["new", "a/b/mine.yaml"]) == 0
    assert json.loads(Path("a/b", SCHEMA).read_text("utf-8")) == deck_schema()
    Path("a/b", SCHEMA).write_text("{}")
    assert main(["new", "a/b/other.yaml"]) == 0
    assert Path("a/b", SCHEMA).read_text() == "{}"
    assert files() == ["a", "b", "mine.yaml", "other.yaml", SCHEMA]


def test_what_exists_is_overwritten_only_by_force(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text("precious")
    assert main(["new", "mine.yaml"]) == 1
    assert capsys.readouterr().err == ("Error: mine.yaml exists; choose another name, or overwrite it with --force\n")
    assert (files(), Path("mine.yaml").read_text()) == (["mine.yaml"], "precious")
    assert main(["new", "mine.yaml", "--force"]) == 0
    assert read_deck("mine.yaml").title == TITLE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mine.txt"], "mine.txt: a deck's name ends in .yaml; write mine.yaml"),
        (["mine"], "mine: a deck's name ends in .yaml; write mine.yaml"),
        (["folder.yaml"], "folder.yaml: there is a folder of this name"),
        (["link.yaml"], "link.yaml exists"),
        (["file/mine.yaml"], "file/mine.yaml: cannot be written: "),
        (["a" * 300 + ".yaml"], "File name too long"),
        (["mine.yaml", "--kind", "singel"], "--kind: there is no kind 'singel' to start from; did you mean 'single'?"),
        (["mine.yaml", "--title", " "], "--title: title must not be empty"),
        (["mine.yaml", "--title", "a\x1b[2J"], "--title: no deck may have the invisible or control character U+001B"),
    ],
)
def test_a_bad_value_is_one_line_and_nothing_is_written(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder.yaml").mkdir()
    Path("file").touch()
    Path("link.yaml").symlink_to("nowhere.yaml")
    assert main(["new", *arguments]) == 1
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert files() == ["file", "folder.yaml", "link.yaml"]


@pytest.mark.slow
def test_at_a_terminal_it_asks_and_a_wrong_answer_is_asked_again() -> None:
    with Terminal([*QUIZAPP, "new", "mine.yaml"]) as terminal:
        terminal.sees("Kind of question [single]:")
        terminal.type("tru_false\n")
        terminal.sees("did you mean 'true_false'?")
        terminal.type("true_false\n")
        terminal.sees(f"Title of the deck [{TITLE}]:")
        terminal.type("\n")
        terminal.sees("wrote mine.yaml and quiz.schema.json")
        assert terminal.end() == 0
    assert (read_deck("mine.yaml").title, read_deck("mine.yaml").questions[0].type) == (TITLE, "true_false")


def _ended_by(terminal: Terminal, key: str) -> int:
    """The exit status after a key, which is typed again if the prompt did not listen yet."""
    for _ in range(5):
        terminal.type(key)
        with contextlib.suppress(TimeoutError):
            return terminal.end(4)
    raise AssertionError(terminal.text())


@pytest.mark.slow
def test_ctrl_c_at_a_prompt_leaves_nothing_behind() -> None:
    with Terminal([*QUIZAPP, "new", "folder/mine.yaml"]) as terminal:
        terminal.sees("Kind of question [single]:")
        terminal.type("\n")
        terminal.sees("Title of the deck")
        assert _ended_by(terminal, "\x03") == 130
    assert files() == []


@pytest.mark.parametrize("name", ["", "a\x1b[31mb.yaml", "a\nb.yaml", "nul.yaml"])
@pytest.mark.parametrize("command", [["new"], ["import", "deck.gift", "--output"], ["simulate", "--save"],
    ["export", "weight-initialization", "--to", "gift", "--output"]])  # fmt: skip
def test_a_name_that_some_system_or_terminal_does_not_take_is_refused_wherever_a_file_is_written(
    command: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*command, name]) == 1
    said = capsys.readouterr().err
    assert re.search(r"^Error: (FILE|--output|--save): the name .*; write .*\n$", said, re.MULTILINE)
    assert list(tmp_path.iterdir()) == []

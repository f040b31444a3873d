"""The commands: what they print, where errors go, and what they return."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import pytest

from quizapp import __version__
from quizapp.__main__ import main
from quizapp.cli import quizapp
from quizapp.deck.finder import bundled_decks
from quizapp.schema.deck_schema import deck_schema
from quizapp.text import terminal
from sim import Experiment, ends_only, run
from sim.experiment import FIELDS
from sim.frames import layer_names

QUIZAPP = [sys.executable, "-m", "quizapp"]
SMALL = ["--depth", "2", "--width", "4", "--samples", "8", "--steps", "6", "--seeds", "2"]
DECK = """
format: 1
title: Halves
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
  double: {extends: half, gain: 2}
questions:
  - id: shrinks
    type: true_false
    prompt: It shrinks.
    answer: true
    experiment: half
    claim: signal[3] / signal[0] < 0.25
    control: double
    if_wrong: Each layer halves it.
"""
WRONG = DECK.replace("answer: true", "answer: false")
BROKEN = DECK.replace("type: true_false", "type: true-false").replace(
    "double: {extends: half", "double: {extends: hlaf"
)


class Result(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder of its own, with three decks in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("good", DECK), ("wrong", WRONG), ("broken", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text)

    def run_command(*arguments: str) -> Result:
        status = main(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(status, captured.out, captured.err)

    return run_command


def test_help_names_every_command(command: Command) -> None:
    result = command("--help")
    assert result.status == 0
    assert set(quizapp.commands) >= {
        "play", "decks", "lab", "check", "new", "preview", "simulate", "export", "import", "schema"
    }  # fmt: skip
    for name in quizapp.commands:
        assert name in result.out


@pytest.mark.parametrize("name", [[], ["play"], ["decks"], ["check"], ["new"], ["simulate"], ["schema"]])
def test_every_help_fits_80_columns(command: Command, name: list[str]) -> None:
    result = command(*name, "-h") if not name or name[0] == "-h" else command(*name, "--help")
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version") == (0, f"quizapp, version {__version__}\n", "")


def test_a_mistyped_command_is_a_usage_error_with_a_suggestion(command: Command) -> None:
    status, out, err = command("chekc")
    assert (status, out) == (2, "")
    assert "did you mean 'check'?" in err


def test_the_schema_is_printed_as_json(command: Command) -> None:
    assert json.loads(command("schema").out) == deck_schema()


# check


def test_a_sound_deck_passes_with_a_table_of_claims_margins_and_controls(command: Command) -> None:
    status, out, err = command("check", "good.yaml", "--jobs", "1")
    assert (status, err) == (0, "")
    assert out == (
        "Halves (good.yaml)\n"
        "1 question, 1 claim, 20 networks each\n"
        "\n"
        "  choice experiment   holds measured margin  control   holds margin\n"
        "shrinks\n"
        "+ true   half         20/20    0.125    50%  double     0/20    97%\n"
        "\n"
        "+ right: the claim must hold   - wrong: it must fail   ! it came out otherwise\n"
        "margin: distance to the threshold, as a share of the larger of the two numbers\n"
        "\n"
        "1 claim and 1 control came out as the deck says.\n"
        "\n"
    )


def test_a_claim_that_disagrees_fails_the_check_at_its_line(command: Command) -> None:
    status, out, err = command("check", "wrong.yaml", "--jobs", "1", "--seeds", "4")
    assert status == 1
    assert "! false  half           4/4    0.125   -50%  double      0/4   -97%\n" in out
    assert "1 of 1 claim did not come out as the deck says." in out
    assert "wrong.yaml:13:12: the deck says that this is wrong, but on half the claim holds in 4 of 4 networks" in err
    assert "13 |     claim: signal[3] / signal[0] < 0.25\n   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^" in err


def test_the_mistakes_of_all_files_are_shown_and_the_others_go_on(command: Command) -> None:
    status, out, err = command("check", "broken.yaml", "good.yaml", "missing.yaml", "--jobs", "1", "--seeds", "2")
    assert status == 1
    assert "broken.yaml:6:" in err
    assert "broken.yaml:9:" in err
    assert "missing.yaml:1:1: cannot be read: there is no such file" in err
    assert "1 claim and 1 control came out as the deck says." in out


def test_static_runs_nothing(command: Command) -> None:
    status, out, _ = command("check", "wrong.yaml", "--static")
    assert (status, out) == (0, "wrong.yaml: 1 question, no mistakes in how it is written\n")


def test_a_folder_stands_for_the_decks_in_it(command: Command, tmp_path: Path) -> None:
    assert command("check", str(tmp_path), "--static").err.count("broken.yaml:") == 2
    (tmp_path / "empty").mkdir()
    status, _, err = command("check", "empty")
    assert (status, err) == (1, "Error: empty: there is no deck (*.yaml or *.yml) in this folder or below\n")


def test_without_a_path_the_bundled_decks_are_checked(command: Command) -> None:
    status, out, _ = command("check", "--static")
    assert status == 0
    assert len(out.splitlines()) == len(bundled_decks()) > 0
    assert command("check", "--static", bundled_decks()[0].stem).status == 0


def test_a_mistyped_deck_name_gets_a_suggestion(command: Command) -> None:
    status, _, err = command("check", "weight-initialisation")
    assert (status, "did you mean 'weight-initialization'?" in err) == (1, True)


def strict_json(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_json_has_every_claim_and_every_problem(command: Command) -> None:
    status, out, err = command("check", "wrong.yaml", "broken.yaml", "--format", "json", "--jobs", "1", "--seeds", "4")
    found = strict_json(out)
    wrong, broken = found["decks"]
    assert (status, err, found["ok"]) == (1, "", False)
    assert [(each["line"], each["column"]) for each in wrong["problems"]] == [(13, 12), (13, 12)]
    (claim,) = wrong["claims"]
    assert (claim["expected"], claim["outcome"], claim["holds_in"], claim["of"]) == ("fails", "holds", 4, 4)
    assert (claim["control"]["experiment"], claim["control"]["outcome"]) == ("double", "fails")
    assert len(broken["problems"]) == 2


def test_github_gets_an_annotation_for_each_problem(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a,b.yaml").write_text(WRONG)
    status, out, _ = command("check", "a,b.yaml", "--format", "github", "--jobs", "1", "--seeds", "2")
    assert status == 1
    assert out.splitlines()[0].startswith("::error file=a%2Cb.yaml,line=13,col=12::the deck says")
    assert command("check", "good.yaml", "--format", "github", "--jobs", "1", "--seeds", "2") == (0, "", "")


VAGUE = DECK.replace("    if_wrong: Each layer halves it.\n", "").replace("< 0.25", "< 0.13")


def test_warnings_are_told_at_their_lines_and_do_not_fail_the_check(command: Command, tmp_path: Path) -> None:
    (tmp_path / "vague.yaml").write_text(VAGUE)
    status, out, err = command("check", "vague.yaml", "--jobs", "1", "--seeds", "4")
    assert status == 0
    assert "+ true   half           4/4    0.125    *4%  double      0/4    98%\n" in out
    assert "*: brittle, by less than 10%\n" in out
    assert "1 claim and 1 control came out as the deck says. 2 warnings; `quizapp check --explain W106` says" in out
    assert err == (
        "\nvague.yaml:10:13: warning W106 nothing is said to somebody who answered wrongly; add `if_wrong: ...`\n"
        "   |\n10 |     prompt: It shrinks.\n   |             ^^^^^^^^^^^\n"
        "\nvague.yaml:13:12: warning W402 brittle: on half the margin is 4%; move the threshold, or make the "
        "difference larger\n   |\n"
        "13 |     claim: signal[3] / signal[0] < 0.13\n   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
    )


def test_strict_lets_warnings_fail_the_check(command: Command, tmp_path: Path) -> None:
    (tmp_path / "vague.yaml").write_text(VAGUE)
    assert command("check", "vague.yaml", "--static").status == 0
    assert command("check", "vague.yaml", "--static", "--strict").status == 1
    assert command("check", "good.yaml", "--static", "--strict").status == 0


def test_static_counts_the_warnings_that_need_no_run(command: Command, tmp_path: Path) -> None:
    (tmp_path / "vague.yaml").write_text(VAGUE)
    status, out, err = command("check", "vague.yaml", "--static")
    assert (status, err.count("warning")) == (0, 1)
    assert out == (
        "vague.yaml: 1 question, no mistakes in how it is written. "
        "1 warning; `quizapp check --explain W106` says more.\n"
    )


def test_json_and_github_get_the_warnings_with_their_codes(command: Command, tmp_path: Path) -> None:
    (tmp_path / "vague.yaml").write_text(VAGUE)
    found = strict_json(command("check", "vague.yaml", "--format", "json", "--jobs", "1", "--seeds", "2").out)
    (deck,) = found["decks"]
    assert [(each["code"], each["line"], each["column"]) for each in deck["warnings"]] == [
        ("W106", 10, 13),
        ("W402", 13, 12),
    ]
    assert (found["ok"], deck["problems"], deck["claims"][0]["brittle"]) == (True, [], True)
    out = command("check", "vague.yaml", "--format", "github", "--static").out
    assert out.startswith("::warning file=vague.yaml,line=10,col=13,title=W106 no-feedback::nothing is said")


@pytest.mark.parametrize("name", ["W104", "w104", "longest-is-right"])
def test_a_warning_is_explained_by_code_or_by_name(command: Command, name: str) -> None:
    status, out, err = command("check", "--explain", name)
    assert (status, err) == (0, "")
    assert out.startswith("## W104 longest-is-right\n")


def test_an_unknown_code_gets_a_suggestion(command: Command) -> None:
    assert command("check", "--explain", "w999").status == 1
    assert "unknown code 'w104x'; did you mean 'W104'?" in command("check", "--explain", "w104x").err


def test_what_was_measured_is_kept_unless_that_is_not_wanted(command: Command) -> None:
    folder = Path(os.environ["QUIZAPP_CACHE_DIR"])
    arguments = ["check", "good.yaml", "--jobs", "1", "--seeds", "3"]
    first = command(*arguments, "--no-cache")
    assert not folder.exists()
    assert command(*arguments) == first
    assert len(list(folder.iterdir())) == 2
    assert command(*arguments) == first


def test_long_names_are_cut_to_80_columns(command: Command, tmp_path: Path) -> None:
    long = DECK.replace("half", "h" * 40).replace("double", "d" * 60)
    (tmp_path / "long.yaml").write_text(long)
    status, out, _ = command("check", "long.yaml", "--jobs", "1", "--seeds", "2")
    assert status == 0
    assert max(map(len, out.splitlines())) == 80
    assert "hhh.." in out


# simulate


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--depth", "1000000000"], "--depth: must be from 1 to 200, not 1000000000"),
        (["--depth", "x"], "--depth: must be a whole number such as 8, not 'x'"),
        (["--depth", "2.5"], "--depth: must be a whole number such as 8, not '2.5'"),
        (["--gain", "nan"], "--gain: must be a number; it must be finite, not 'nan'"),
        (["--init", "he_nromal"], "--init: unknown initialiser 'he_nromal'; did you mean 'he_normal'?"),
        (["--init", "normal:sd=1"], "--init: normal has no parameter 'sd'; it takes std, mean"),
        (["--init", "normal:std=-1"], "--init: std must be from 0 to 1e+06, not -1.0"),
        (["--task", "xro"], "--task: unknown task 'xro'; did you mean 'xor'?"),
        (["--columns", "3"], "--columns: must be from 40 to 500, not 3"),
        (["--every", "0"], "--every: must be from 1 to 5000, not 0"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_option(command: Command, arguments: list[str], message: str) -> None:
    assert command("simulate", *arguments) == (1, "", f"Error: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--deph", "3"], 2, "--depth"),
        (["--depth"], 2, "requires an argument"),
        (["--experiment", "half"], 2, "--deck and --experiment go together"),
        (["--deck", "good.yaml", "--experiment", "hlaf"], 1, "has no experiment 'hlaf'; did you mean 'half'?"),
        (["--deck", "broken.yaml", "--experiment", "half"], 1, "broken.yaml:6:"),
        (["--deck", "nowhere.yaml", "--experiment", "half"], 1, "there is no such file"),
        (["--depth", "200", "--width", "512"], 1, "lower depth, width or seeds"),
        (["--save", "no/such/folder.npz", *SMALL], 1, "no/such/folder.npz: No such file or directory"),
    ],
)
def test_other_mistakes_are_told_on_stderr(command: Command, arguments: list[str], status: int, words: str) -> None:
    result = command("simulate", *arguments)
    assert (result.status, result.out) == (status, "")
    assert words in result.err


def test_every_field_of_an_experiment_is_an_option(command: Command) -> None:
    text = command("simulate", "--help").out
    for name in FIELDS:
        assert f"--{name.replace('_', '-')} " in text


def test_options_reach_the_experiment(command: Command) -> None:
    options = ["--init", "normal:std=0.5,mean=0.1", "--activation", "leaky_relu(slope=0.2)", "--batch-size", "4"]
    more = [
        "--learning_rate",
        "1e-3",
        "--optimizer",
        "momentum",
        "--precision",
        "float32",
        "--clip-norm",
        "2",
        "--seed",
        "9",
    ]
    found = strict_json(command("simulate", *SMALL, *options, *more, "--json").out)
    assert found["experiment"] == {
        **Experiment(depth=2, width=4, samples=8, steps=6, seeds=2, seed=9).as_data(),
        "init": {"name": "normal", "std": 0.5, "mean": 0.1},
        "activation": {"name": "leaky_relu", "slope": 0.2},
        "batch_size": 4,
        "learning_rate": 1e-3,
        "optimizer": "momentum",
        "precision": "float32",
        "clip_norm": 2,
    }


def test_an_experiment_of_a_deck_is_the_start_and_options_change_it(command: Command) -> None:
    found = strict_json(
        command("simulate", "--deck", "good.yaml", "--experiment", "double", "--gain", "3", "--json").out
    )
    assert (found["experiment"]["gain"], found["experiment"]["depth"], found["experiment"]["init"]) == (
        3,
        3,
        "identity",
    )


def test_json_has_exactly_the_documented_keys_and_the_numbers_of_the_run(command: Command) -> None:
    found = strict_json(command("simulate", *SMALL, "--json").out)
    assert set(found) == {"experiment", "frames", "diagnosis", "diverged"}
    experiment = Experiment(depth=2, width=4, samples=8, steps=6, seeds=2)
    frames = list(run(experiment, ends_only))
    assert [frame["step"] for frame in found["frames"]] == [0, 6]
    for shown, frame in zip(found["frames"], frames, strict=True):
        assert set(shown) == {"step", "loss", "accuracy", "layers"}
        assert set(shown["layers"]) == set(layer_names())
        np.testing.assert_array_equal(shown["loss"], frame.loss)
        np.testing.assert_array_equal(shown["layers"]["delta"], frame.layers.delta)
    assert all(set(each) == {"name", "because"} for each in found["diagnosis"])
    assert found["diverged"] is None


def test_every_asks_for_more_frames(command: Command) -> None:
    found = strict_json(command("simulate", *SMALL, "--json", "--every", "4").out)
    assert [frame["step"] for frame in found["frames"]] == [0, 4, 6]


def test_what_is_not_finite_is_null(command: Command) -> None:
    options = ["--activation", "identity", "--init", "normal:std=1e6", "--depth", "60", "--precision", "float32"]
    found = strict_json(command("simulate", *options, "--width", "4", "--steps", "3", "--seeds", "2", "--json").out)
    assert found["frames"][-1]["loss"] == [None, None]
    assert set(found["diverged"]) == {"step", "layer"}
    assert found["diagnosis"][0]["name"] == "diverged"


def test_charts_come_with_their_sentences_and_the_diagnosis(command: Command) -> None:
    status, out, err = command(
        "simulate", "--depth", "9", "--init", "normal:std=0.05", "--steps", "20", "--columns", "80"
    )
    assert (status, err) == (0, "")
    assert out.startswith("run: 9 x 32 tanh, normal(std=0.05), circles, 8 networks, steps 0 to 20\n")
    assert "\nThe error falls " in out
    assert "\nvanishing: the error falls " in out
    assert max(map(len, out.splitlines())) <= 80


def test_ascii_charts_are_ascii(command: Command) -> None:
    out = command("simulate", *SMALL, "--ascii").out
    assert out.isascii()
    assert "####" in out


def test_charts_of_a_deep_network_are_not_endless(command: Command) -> None:
    out = command("simulate", "--depth", "200", "--width", "2", "--samples", "4", "--steps", "0", "--seeds", "1").out
    assert len(out.splitlines()) < 300


def test_saved_arrays_pass_a_forward_pass_written_anew(command: Command, tmp_path: Path) -> None:
    result = command("simulate", *SMALL, "--save", "arrays", "--json")
    assert "saved the arrays at initialisation to arrays" in result.err
    with np.load(tmp_path / "arrays") as saved:
        expected = {"x", "y", "loss", "h0"} | {
            f"{each}{n}" for each in ("W", "b", "z", "h", "delta", "dW", "db") for n in (1, 2)
        }
        assert set(saved) == expected
        hidden = np.tanh(saved["x"] @ saved["W1"] + saved["b1"][:, None])
        logits = hidden @ saved["W2"] + saved["b2"][:, None]
        chance = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
        loss = -np.log(np.take_along_axis(chance, saved["y"][:, :, None], axis=2)).mean(axis=(1, 2))
        np.testing.assert_allclose(saved["loss"], loss)
        np.testing.assert_allclose(saved["z2"], logits)
    assert strict_json(result.out)["frames"][0]["loss"] == pytest.approx(loss.tolist())


# where it cannot be drawn, and how it ends


@pytest.mark.parametrize("arguments", [[], ["play"], ["play", "good.yaml"]])
def test_without_a_terminal_the_quiz_says_to_play_plainly(command: Command, arguments: list[str]) -> None:
    status, out, err = command(*arguments)
    assert (status, out) == (1, "")
    assert "`quizapp play --plain`" in err


def test_a_dumb_terminal_is_not_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert "TERM" in (terminal.why_not_full_screen() or "")
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.why_not_full_screen() is None


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", False), ("ascii", True), ("latin-1", True), ("nonsense", True)]
)
def test_ascii_is_drawn_where_blocks_cannot_be_written(encoding: str, expected: bool) -> None:
    assert terminal.ascii_only(encoding) is expected


def test_signals_are_caught_only_while_the_quiz_is_on_the_screen() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with terminal.left_as_found():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def broken_command() -> Iterator[Callable[[BaseException], int]]:
    """A command that fails in a way of one's choice."""
    added: list[str] = []

    def fail_with(error: BaseException) -> int:
        @quizapp.command("break")
        def fail() -> None:
            raise error

        added.append("break")
        return main(["break"])

    yield fail_with
    for name in added:
        quizapp.commands.pop(name, None)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "\n"),
        (click.Abort(), 130, ""),
        (click.ClickException("so it is"), 1, "Error: so it is\n"),
        (PermissionError(13, "Permission denied", "a.npz"), 1, "Error: a.npz: Permission denied\n"),
        (OSError("no space left"), 1, "Error: no space left\n"),
        (MemoryError(), 1, "Error: there is not enough memory for this\n"),
    ],
)
def test_every_end_has_its_status_and_no_traceback(
    broken_command: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    words: str,
) -> None:
    assert broken_command(error) == status
    assert capsys.readouterr().err == words


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error_message() -> None:
    with subprocess.Popen(
        [*QUIZAPP, "simulate", "--json", "--every", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.slow
def test_characters_that_the_encoding_lacks_are_no_error() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*QUIZAPP, "simulate", *SMALL], capture_output=True, env=environment, check=True, text=True, encoding="ascii"
    )
    assert "####" in done.stdout
    assert done.stderr == ""


@pytest.mark.slow
def test_ctrl_c_ends_a_check_at_once(tmp_path: Path) -> None:
    """The bar on stderr is not shown without a terminal, so the first process to be started is waited for."""
    slow = (
        DECK.replace("steps: 0", "steps: 5000").replace("samples: 8", "samples: 256").replace("width: 2", "width: 64")
    )
    (tmp_path / "deck.yaml").write_text(slow)
    arguments = [*QUIZAPP, "check", "deck.yaml", "--jobs", "2", "--seeds", "200"]
    with subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stderr is not None
        try:
            _wait_for_children(process.pid)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=20) == 130
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()


def _wait_for_children(pid: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not say which processes have been started")
    nap = threading.Event()
    for _ in range(2000):
        if len(children.read_text().split()) >= 2:
            return
        nap.wait(0.01)
    raise AssertionError("no process was started")

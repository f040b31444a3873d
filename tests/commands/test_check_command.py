"""`quizapp check` as people and programs see it: a table, JSON, annotations, warnings, and what it exits with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizapp.commands.support import check_forecast
from quizapp.commands.support.check_reports import MEASURED, _measured_cell
from quizapp.deck.finder import bundled_decks
from tests.support.bundled import FIRST
from tests.support.command_line import DECK, WRONG, Command, strict_json


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
    assert command("check", "--static", FIRST.stem).status == 0


def test_a_mistyped_deck_name_gets_a_suggestion(command: Command) -> None:
    status, _, err = command("check", "weight-initialisation")
    assert (status, "did you mean 'weight-initialization'?" in err) == (1, True)


def test_json_has_every_claim_and_every_problem(command: Command) -> None:
    status, out, err = command("check", "wrong.yaml", "broken.yaml", "--format", "json", "--jobs", "1", "--seeds", "4")
    found = strict_json(out)
    wrong, broken = found["decks"]
    assert (status, err, found["ok"]) == (1, "", False)
    assert [(each["line"], each["column"]) for each in wrong["problems"]] == [(13, 12)]
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


LONG_DECK = """format: 1
title: Long
experiments:
  base: {depth: 9, width: 32, samples: 64, steps: 5}
  tiny: {extends: base, init: {name: normal, std: 0.05}}
questions:
- {id: dies, type: true_false, prompt: Dies?, answer: true, experiment: tiny, control: base, claim: loss > 0.6}
- {id: lives, type: true_false, prompt: Lives?, answer: true, experiment: base, claim: loss < 10}
"""
COMMENTED = """- id: cut
  type: true_false
  prompt: Is it Lab #3?
  answer: true
  experiment: base
"""


def test_what_will_take_long_is_said_before_it_does(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.yaml").write_text(LONG_DECK)
    monkeypatch.setattr(check_forecast, "SURELY_QUICK", 0)
    monkeypatch.setattr(check_forecast, "seconds_per_cost", lambda experiment: 1e-7)
    err = command("check", "long.yaml", "--jobs", "1", "--no-cache").err
    assert "dies: 2 experiments x 20 networks x 5 steps, about " in err
    assert "in all; --seeds 5 is quicker\n" in err
    assert err.index("in all") < err.index("warning")
    assert "quicker" not in command("check", "long.yaml", "--jobs", "1", "--no-cache", "--seeds", "2").err


def test_one_question_is_checked_alone_with_what_it_is_warned_of(command: Command, tmp_path: Path) -> None:
    (tmp_path / "long.yaml").write_text(LONG_DECK + COMMENTED)
    _, out, err = command("check", "long.yaml", "--question", "lives", "--seeds", "2")
    assert "1 question, 1 claim, 2 networks each" in out
    assert "dies" not in out + err
    assert "W106" in err
    assert "W204" not in err
    assert "W204" in command("check", "long.yaml", "--question", "cut", "--static").err


def test_a_mistyped_question_gets_a_suggestion(command: Command, tmp_path: Path) -> None:
    (tmp_path / "long.yaml").write_text(LONG_DECK)
    status, _, err = command("check", "long.yaml", "--question", "lifes")
    assert (status, err) == (1, "Error: --question: there is no question 'lifes'; did you mean 'lives'?\n")


@pytest.mark.parametrize("value", [15213.4, -152_130.4, 1.5e-120, -1.23e-120, 7e99, -0.01234])
def test_a_measured_number_is_never_cut_in_the_table(value: float) -> None:
    shown = _measured_cell("loss", value)
    assert len(shown) <= MEASURED
    assert float(shown.replace(",", "")) == pytest.approx(value, rel=0.25)

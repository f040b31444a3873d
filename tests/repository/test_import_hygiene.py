"""What may be imported where: seen in fresh processes, in what they have loaded."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import quizapp
import sim

pytestmark = pytest.mark.slow

HEAVY = {"numpy", "pydantic", "yaml", "textual", "rich", "sim", "threadpoolctl"}
SCREEN = {"textual", "rich"}
#: Packages that draw on the whole screen, and the one whose HTTP client brings rich along.
WITH_SCREENS = (
    "quizapp.ui",
    "quizapp.room.client",
    "quizapp.room.host",
    "quizapp.room.join.member",
    "quizapp.room.join.plain",
    "quizapp.room.join.tui",
    "quizapp.room.screen.terminal",
    "quizapp.room.window",
)
STANDARD = sys.stdlib_module_names
DECK = """
format: 1
title: A deck
experiments: {net: {depth: 2, width: 4, samples: 8, steps: 2, seeds: 2}}
questions:
  - {id: one, type: true_false, prompt: True?, answer: true, experiment: net, claim: loss < 99}
"""


def loaded_after(code: str, cwd: Path) -> set[str]:
    """The top-level modules that a fresh process has loaded after running `code`."""
    report = "import json, sys; print('\\n' + json.dumps([name.partition('.')[0] for name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def after_commands(commands: list[list[str]], cwd: Path) -> set[str]:
    """What is loaded after some commands, one after another: what none of these together loads, none loads alone."""
    run = "from quizapp.__main__ import main\n"
    return loaded_after(run + "".join(f"assert main({command!r}) == 0\n" for command in commands), cwd)


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    commands = [["--help"], ["--version"], ["play", "--help"], ["check", "--help"], ["new", "--help"]]
    assert after_commands(commands, tmp_path) & HEAVY == set()


def test_commands_without_a_screen_never_load_one(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(DECK)
    commands = [
        ["check", "deck.yaml", "--seeds", "2", "--jobs", "1"],
        ["check", "deck.yaml", "--static", "--format", "json"],
        ["simulate", "--help"],
        ["simulate", "--depth", "2", "--width", "4", "--steps", "2", "--seeds", "2"],
        ["simulate", "--steps", "0", "--json"],
        ["schema"],
        ["decks"],
        ["new", "mine.yaml"],
        ["export", "deck.yaml", "--to", "html"],
        ["export", "--help"],
        ["import", "--help"],
    ]
    assert after_commands(commands, tmp_path) & SCREEN == set()


def test_the_guide_is_written_without_a_screen(tmp_path: Path) -> None:
    assert loaded_after("from tools.docs.guide.page import page; page()", tmp_path) & SCREEN == set()


def test_line_mode_never_loads_a_screen(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(DECK)
    code = (
        "import io, sys\n"
        "sys.stdin = io.StringIO('1\\n1\\n\\n\\n\\n\\n')\n"
        "from quizapp.__main__ import main\n"
        "assert main(['play', '--plain', 'deck.yaml']) == 0"
    )
    assert loaded_after(code, tmp_path) & SCREEN == set()


def test_the_simulator_loads_numpy_and_threadpoolctl_and_nobody_else(tmp_path: Path) -> None:
    modules = [name for _, name, _ in pkgutil.walk_packages(sim.__path__, "sim.")]
    code = "".join(f"import {name}\n" for name in modules) + "list(sim.run(sim.Experiment(steps=1)))"
    foreign = {name for name in loaded_after(code, tmp_path) - STANDARD if not name.startswith("_")}
    assert foreign - set(loaded_after("import numpy.random, numpy.linalg", tmp_path)) == {"sim", "threadpoolctl"}


def test_only_the_ui_loads_textual(tmp_path: Path) -> None:
    modules = [name for _, name, _ in pkgutil.walk_packages(quizapp.__path__, "quizapp.")]
    headless = [name for name in modules if not name.startswith(WITH_SCREENS)]
    assert "quizapp.play.session" in headless
    assert "quizapp.room.server.app" in headless
    code = "".join(f"import {name}\n" for name in headless)
    assert loaded_after(code, tmp_path) & SCREEN == set()


def test_a_participant_in_line_mode_loads_no_screen(tmp_path: Path) -> None:
    assert "textual" not in loaded_after("import quizapp.room.join.plain", tmp_path)


def test_only_the_room_loads_a_web_server(tmp_path: Path) -> None:
    modules = [name for _, name, _ in pkgutil.walk_packages(quizapp.__path__, "quizapp.")]
    others = [name for name in modules if not name.startswith("quizapp.room")]
    code = "".join(f"import {name}\n" for name in others)
    assert loaded_after(code, tmp_path) & {"starlette", "uvicorn", "websockets", "httpx", "segno"} == set()

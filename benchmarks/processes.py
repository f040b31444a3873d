"""Commands in processes of their own, each with a bound on how long it may take."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Seconds after which a command is given up.
LONGEST = 600.0


def quizapp() -> list[str]:
    """The installed command, or the module where only that is there."""
    script = Path(sys.executable).with_name("quizapp")
    return [str(script)] if script.exists() else [sys.executable, "-m", "quizapp"]


def output_of(command: Sequence[str], environment: Mapping[str, str] | None = None, longest: float = LONGEST) -> str:
    """What a command prints; RuntimeError if it fails, TimeoutError if it has not ended after `longest` seconds."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=longest)
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"{_short(command)} had not ended after {longest:g} s") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise RuntimeError(f"{_short(command)} ended with status {done.returncode}: {last}")
    return done.stdout


def _short(command: Sequence[str]) -> str:
    words = " ".join(shlex.join([Path(command[0]).name, *command[1:]]).split())
    return words if len(words) <= 60 else f"{words[:57]}..."

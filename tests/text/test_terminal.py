"""The terminal is left as it was found, even when it is no longer there."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

WAITING = """
import sys, time
from quizapp.text.terminal import left_as_found
with left_as_found():
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="needs signals")
def test_being_told_to_end_after_the_terminal_has_gone_still_ends_it() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.close(ours)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == -signal.SIGTERM


@pytest.mark.parametrize(("locale", "lacks"), [("C", True), ("C.UTF-8", False), ("nowhere.ISO-8859-1", True)])
def test_a_locale_without_the_characters_of_charts_is_known_even_where_python_writes_utf_8(
    locale: str, lacks: bool
) -> None:
    asked = "from quizapp.text.terminal import locale_is_ascii_only as lacks; print(lacks())"
    environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(lacks)

"""A room's server in a process of its own, as `quizapp host --headless` serves it, and what it takes of the machine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import quizapp

#: Questions that take no network, so that only the server is measured.
STATEMENTS = 20
LONGEST = 30.0


@dataclass
class Serving:
    """A process that serves, and how to reach it; `seconds` passed from its start until it said so."""

    process: subprocess.Popen[str]
    url: str
    code: str
    token: str
    seconds: float

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    @property
    def memory(self) -> float:
        """Its resident memory in KiB."""
        listed = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True)
        return float(listed.stdout)

    def kill(self) -> None:
        """End it without any warning."""
        self.process.kill()
        self.close()

    def close(self) -> None:
        """Wait for its end, and let go of its pipes."""
        self.process.wait(LONGEST)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


def statements(path: Path) -> Path:
    """A deck of statements, written to a file."""
    lines = (
        f"- {{id: s{n}, type: single, prompt: Which of them is number {n}?, choices: [{_choices(n)}]}}\n"
        for n in range(STATEMENTS)
    )
    path.write_text("format: 1\ntitle: Statements\nquestions:\n" + "".join(lines), encoding="utf-8")
    return path


def _choices(number: int) -> str:
    correct = (f"{{id: {each}, text: Choice {each} of {number}, correct: {each == 'a'}}}" for each in "abcd")
    return ", ".join(correct).replace("False", "false").replace("True", "true")


def host(arguments: Sequence[str]) -> Serving:
    """Start a room's server; RuntimeError with its last words if it does not serve."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*quizapp(), "host", "--headless", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    seconds = time.perf_counter() - began
    if not line:
        with process:
            raise RuntimeError(f"quizapp host ended with {process.wait()}: {process.stderr.read()[-300:]}")
    said = json.loads(line)
    return Serving(process, said["url"], said["code"], Path(said["token_file"]).read_text().strip(), seconds)


@contextmanager
def hosting(arguments: Sequence[str]) -> Iterator[Serving]:
    """A room's server, ended at last as a facilitator ends it."""
    serving = host(arguments)
    try:
        yield serving
    finally:
        if serving.process.poll() is None:
            serving.process.send_signal(signal.SIGTERM)
        serving.close()


@contextmanager
def echoing() -> Iterator[int]:
    """The port of a server that sends back whatever it is sent: what a room's server cannot be faster than."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.room_floor"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()

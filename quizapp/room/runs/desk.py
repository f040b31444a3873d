"""Asks the worker for what is wanted, the most urgent first; a worker that dies or hangs is replaced by another.

Voting goes on whatever happens here: what cannot be had is an outcome with the reason in it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

#: Seconds after which a worker that has not answered is taken to hang.
PATIENCE = 300.0
#: How often a request is tried before it is given up, as the first worker may have died of something else.
TRIES = 2
#: Bytes of the longest line that a worker may write.
LONGEST = 256 * 2**20
COMMAND = (sys.executable, "-m", "quizapp.room.runs.worker")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Failed:
    """Why something could not be run."""

    why: str


@dataclass
class _Wanted:
    key: Key
    request: Mapping[str, Any]
    urgent: int


def nobody(key: Key) -> None:
    """Tell nobody."""


@dataclass
class Desk:
    """What is wanted of the worker, and what came of it; `told` hears of every outcome as it comes."""

    deck: str
    name: str
    seed: int
    told: Callable[[Key], None] = nobody
    command: tuple[str, ...] = COMMAND
    patience: float = PATIENCE
    outcomes: dict[Key, Any] = field(default_factory=dict)
    at: Key | None = None
    _waiting: dict[Key, _Wanted] = field(default_factory=dict)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _worker: asyncio.subprocess.Process | None = None
    _serving: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to serve, in the running loop."""
        self._serving = asyncio.get_running_loop().create_task(self._serve())

    async def stop(self) -> None:
        """Serve no more, and end the worker."""
        if self._serving is not None:
            self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving
        await self._end_worker()

    def ask(self, key: Key, request: Mapping[str, Any], urgent: int = 0) -> None:
        """Have a request answered, unless it was; the more `urgent` goes first, and asking again may hurry it."""
        if key in self.outcomes or key == self.at:
            return
        wanted = self._waiting.setdefault(key, _Wanted(key, request, urgent))
        wanted.urgent = max(wanted.urgent, urgent)
        self._more.set()

    def forget_failed(self, question: str) -> bool:
        """Let what of a question failed be asked anew; whether anything had."""
        failed = [key for key, found in self.outcomes.items() if key[1] == question and isinstance(found, Failed)]
        for key in failed:
            del self.outcomes[key]
        return bool(failed)

    def status(self, key: Key) -> str:
        """'ready', 'running', 'waiting', 'failed', or 'not asked'."""
        if key in self.outcomes:
            return "failed" if isinstance(self.outcomes[key], Failed) else "ready"
        if key == self.at:
            return "running"
        return "waiting" if key in self._waiting else "not asked"

    def why(self, key: Key) -> str | None:
        """Why a request failed, or None if it has not."""
        found = self.outcomes.get(key)
        return found.why if isinstance(found, Failed) else None

    def get(self, key: Key) -> Any:
        """What came of a request; None while nothing has, or when it failed."""
        found = self.outcomes.get(key)
        return None if isinstance(found, Failed) else found

    async def _serve(self) -> None:
        while True:
            while not self._waiting:
                self._more.clear()
                await self._more.wait()
            wanted = max(self._waiting.values(), key=lambda each: each.urgent)
            self.at = wanted.key
            del self._waiting[wanted.key]
            self.outcomes[wanted.key] = await self._outcome(wanted)
            self.at = None
            self.told(wanted.key)

    async def _outcome(self, wanted: _Wanted) -> Any:
        """What came of a request, or that it failed; one that kills a worker is tried once more on another."""
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(self.patience):
                    answer = await self._answer(wanted.request)
                return Failed(str(answer["error"])) if "error" in answer else _checked(wanted.key, answer["answer"])
            except TimeoutError:
                await self._end_worker()
                return Failed(f"it took longer than {self.patience:g} s")
            except (OSError, ValueError, EOFError, LookupError, TypeError):
                await self._end_worker()
        return Failed("the process that runs networks ended before its time, or did not answer as it should")

    async def _answer(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        worker = await self._at_work()
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(f"{json.dumps(request)}\n".encode())
        await worker.stdin.drain()
        line = await worker.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    async def _at_work(self) -> asyncio.subprocess.Process:
        if self._worker is None or self._worker.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            self._worker = await asyncio.create_subprocess_exec(
                *self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, limit=LONGEST
            )
            hello = {"deck": self.deck, "name": self.name, "seed": self.seed}
            assert self._worker.stdin is not None
            self._worker.stdin.write(f"{json.dumps(hello)}\n".encode())
        return self._worker

    async def _end_worker(self) -> None:
        if self._worker is not None and self._worker.returncode is None:
            with suppress(ProcessLookupError):
                self._worker.kill()
            await self._worker.wait()
        self._worker = None


def _checked(key: Key, answer: Any) -> Any:
    """An answer of the worker that has the shape that it should have; else ValueError, LookupError or TypeError."""
    match key[0]:
        case "tell":
            _ = answer["key"]
        case "marks":
            _ = answer[key[2]]["right"]
        case "runs":
            for run in answer:
                _ = run["options"], run["moments"][0]["step"]
        case "run" if answer is not None:
            _ = answer["moments"][0]["step"]
    return answer

"""The process that runs a room's networks: requests in, one JSON object a line, and an answer to each on a line.

It ends with its standard input, so that it never outlives the server. `python -m quizapp.room.runs.worker`.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from quizapp.deck.reader import read_text
from quizapp.room.runs.lesson import Lessons
from sim.training import use_one_blas_thread

#: How much the server goes before the networks where both want the processor.
NICE = 5


def answered(lessons: Lessons, request: Mapping[str, Any]) -> Any:
    """What a request asks for."""
    lesson = lessons.of(request["question"])
    match request["do"]:
        case "tell":
            return lesson.told()
        case "runs":
            return lesson.runs()
        case "marks":
            return lesson.marks(request["answers"])
        case "run":
            return lesson.run_of(request["answer"])
    raise ValueError(f"this is no request: {request!r}")


def _requests() -> queue.SimpleQueue[str]:
    """Requests as they come; with their end this process ends at once, in the middle of a run too."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            found.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return found


def main() -> None:
    """Answer requests until there are no more of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is for the server, which ends this process
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    use_one_blas_thread()
    first = json.loads(sys.stdin.readline())
    requests = _requests()
    lessons = Lessons(read_text(first["deck"], first["name"]), first["seed"])
    while True:
        line = requests.get()
        try:
            answer = {"answer": answered(lessons, json.loads(line))}
        except Exception as error:  # whoever asked says what has happened, and other questions go on
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

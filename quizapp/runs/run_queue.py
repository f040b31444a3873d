"""The desk of the lab's computing thread: it takes up the newest run that lies there, and leaves those overtaken."""

from __future__ import annotations

from queue import SimpleQueue

from quizapp.runs.live_run import LiveRun


class RunQueue:
    """Where the screen lays runs down, and from where one thread takes them."""

    def __init__(self) -> None:
        self._runs: SimpleQueue[LiveRun | None] = SimpleQueue()

    def put(self, run: LiveRun) -> None:
        """Lay a run down; whoever is at work on the last one is to be stopped by its pace."""
        self._runs.put(run)

    def close(self) -> None:
        """Send the thread home."""
        self._runs.put(None)

    def serve(self) -> None:
        """Compute the newest run again and again until the desk is closed; called in a thread."""
        while (run := self._newest()) is not None:
            if not run.pace.stopped:
                run.compute()

    def _newest(self) -> LiveRun | None:
        run = self._runs.get()
        while run is not None and not self._runs.empty():
            run = self._runs.get()
        return run

"""A queue of runs for one computing thread, which computes the newest and skips those overtaken."""

from __future__ import annotations

from queue import SimpleQueue

from quizapp.runs.live_run import LiveRun


class RunQueue:
    """Runs are put by the screen and computed by one thread."""

    def __init__(self) -> None:
        self._runs: SimpleQueue[LiveRun | None] = SimpleQueue()

    def put(self, run: LiveRun) -> None:
        """Put a run; the run before it has to be stopped by its pace."""
        self._runs.put(run)

    def close(self) -> None:
        """Let `serve` return once its run has ended."""
        self._runs.put(None)

    def serve(self) -> None:
        """Compute the newest run again and again until the queue is closed; called in a thread."""
        while (run := self._newest()) is not None:
            if not run.pace.stopped:
                run.compute()

    def _newest(self) -> LiveRun | None:
        run = self._runs.get()
        while run is not None and not self._runs.empty():
            run = self._runs.get()
        return run

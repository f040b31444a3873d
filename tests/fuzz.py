"""All property tests again and again, with other examples each time: `python -m tests.fuzz --minutes 10`.

The tests themselves have the same examples every time; here they look for new ones, for as long as they are given.
Whatever is found is printed with the example that falsifies it, which belongs in the test as an `@example`. Exits 1 if
something was found.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pytest

#: Tests in this process, only those that are given examples, which are drawn at random.
OPTIONS = ("-n0", "-m", "hypothesis", "-pno:randomly", "-pno:cacheprovider", "-q", "--no-header", "--no-summary")
#: Examples for each test in a round, where the test does not say; few, so that every test has its turn.
EXAMPLES = "100"


@dataclass
class Rounds:
    """A pytest plugin: the collected tests round after round, in another order each time, until the time is up.

    A test that has failed is not run again.
    """

    minutes: float
    most: float = math.inf
    finds: list[str] = field(default_factory=list)
    run: int = 0
    start: float = field(default_factory=time.monotonic)

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run rounds in place of pytest's single one, unless the tests could not be collected."""
        if session.testsfailed:
            return None
        items, number = list(session.items), 0
        while items and number < self.most and self._minutes < self.minutes:
            number += 1
            self._round(number, random.sample(items, len(items)))
            items = [item for item in items if item.nodeid not in self.finds]
        return True

    def _round(self, number: int, items: Iterable[pytest.Item]) -> None:
        for item in items:
            if self._minutes >= self.minutes:
                break
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            self.run += 1
            if self.run % 10 == 0:
                self._say(number)
        self._say(number)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print what was found at once, and not only at the end."""
        if report.failed and report.nodeid not in self.finds:
            self.finds.append(report.nodeid)
            print(f"\n{report.nodeid}\n{report.longreprtext}", flush=True)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str]:
        """No dot for each test."""
        return ("failed" if report.failed else "", "", "")

    @property
    def _minutes(self) -> float:
        return (time.monotonic() - self.start) / 60

    def _say(self, number: int) -> None:
        print(f"round {number}: {self.run} tests run, {len(self.finds)} finds, {self._minutes:.1f} min", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the property tests for as long as the arguments say; 0 if nothing was found, 1 if something was."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Run the property tests with new examples."
    )
    parser.add_argument("--minutes", type=float, default=10, help="stop after this time (10)")
    parser.add_argument("--rounds", type=int, default=math.inf, help="stop after so many rounds, if that is earlier")
    parser.add_argument("paths", nargs="*", default=["tests"], help="files of tests (all)")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QUIZAPP_FUZZ_EXAMPLES", EXAMPLES)
    rounds = Rounds(given.minutes, given.rounds)
    ended = pytest.main([*OPTIONS, "--hypothesis-profile=fuzz", *given.paths], [rounds])
    for name in rounds.finds:
        print(f"found: {name}")
    return int(bool(rounds.finds) or ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED))


if __name__ == "__main__":
    sys.exit(main())

"""Looking at a deck while it is being written: what the file says now, and which question was changed last."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizapp.checking.claims import judge_decks
from quizapp.checking.forecast import work_of
from quizapp.checking.lint import Advice, lint_part
from quizapp.checking.report import Report
from quizapp.deck.finder import ENDINGS
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck
from quizapp.questions.types import Question
from quizapp.runs.batch import default_jobs, judged_on
from quizapp.runs.store import RunStore
from sim.costs import step_cost
from sim.experiment import Experiment
from sim.speed import seconds_per_cost
from sim.sweep import Ends

#: How many networks a claim is judged on while its author is still writing.
SEEDS = 3

Fingerprint = tuple[int, int, int]


@dataclass(frozen=True)
class Draft:
    """A deck file as it is now; where it has mistakes, `deck` is what it last said without them, if it ever did."""

    path: Path
    deck: Deck | None = None
    error: DeckError | None = None


def fingerprint(path: Path) -> Fingerprint | None:
    """What changes whenever a file is saved; None while there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def fingerprints(draft: Draft) -> tuple[Fingerprint | None, ...]:
    """What changes whenever a draft's file is saved, or one of those beside it from which it takes questions."""
    taken = draft.deck.included.values() if draft.deck else ()
    names = dict.fromkeys(each.partition("/")[0] for each in taken)
    beside = (draft.path.with_name(f"{name}{ending}") for name in names for ending in ENDINGS)
    return tuple(fingerprint(path) for path in (draft.path, *beside))


def read_draft(path: Path, last: Draft | None = None) -> Draft:
    """The file as it is now, with the last good deck kept where it cannot be read."""
    try:
        return Draft(path, read_deck(path))
    except DeckError as error:
        return Draft(path, last.deck if last else None, error)


def first_changed(old: Deck | None, new: Deck) -> int | None:
    """The first question that another version of a deck says otherwise, or that it added; None if all are the same."""
    before = {question.id: question for question in old.questions} if old else {}
    changed = (index for index, question in enumerate(new.questions) if not _same(question, before.get(question.id)))
    return next(changed, None)


def _same(question: Question, other: Question | None) -> bool:
    return other is not None and question == other


@dataclass(frozen=True)
class QuestionCheck:
    """What was found out about one question: how its claims came out, and what its author is warned of.

    It took so many seconds, and would take `check_seconds` on as many networks as `check` runs.
    """

    report: Report
    warnings: tuple[Advice, ...]
    seconds: float = 0.0
    check_seconds: float = 0.0


#: Called before each training step with the cost of what is done, and of all; it may raise to end the check there.
Look = Callable[[float, float], None]


def check_question(deck: Deck, index: int, store: RunStore, look: Look) -> QuestionCheck:
    """The claims of one question and of all its variants, each on a few networks, and the warnings about it.

    What the store has is not run again.
    """
    alone, started = deck.only([deck.questions[index].id]), time.perf_counter()
    runs = _Runs(store, look, sum(work.cost for work in work_of([alone], SEEDS, store.has)))
    (report,) = judge_decks([alone], SEEDS, runs.run)
    warnings = lint_part(deck, alone, report.claims, report.findings)
    return QuestionCheck(report, warnings, time.perf_counter() - started, _check_seconds(alone))


def _check_seconds(deck: Deck) -> float:
    """How long `check` takes for a deck of one question where nothing of it is kept."""
    return sum(work.cost_on(default_jobs()) * seconds_per_cost(work.costliest) for work in work_of([deck]))


class _Runs:
    """Runs by way of a store, that look before each step whether they are still wanted."""

    def __init__(self, store: RunStore, look: Look, planned: float) -> None:
        self.store, self.look, self.done, self.planned = store, look, 0.0, planned

    def run(self, experiments: Sequence[Experiment], networks: int | None) -> Mapping[Experiment, Ends]:
        """The ends of these experiments, one after the other."""
        return {each: self._ends(each, judged_on(each, networks)) for each in experiments}

    def _ends(self, experiment: Experiment, networks: int) -> Ends:
        cost = step_cost(experiment.replace(seeds=1)) * networks / max(1, -(-networks // experiment.seeds))

        def wanted(step: int) -> bool:
            self.done += cost
            self.look(self.done, max(self.done, self.planned))
            return False

        self.look(self.done, max(self.done, self.planned))
        return self.store.ends(experiment, networks, wanted)

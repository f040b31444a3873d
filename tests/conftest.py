"""What several test files share: the experiments of the bundled decks, run once for the whole session."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from quizapp.checking import claims as checking
from quizapp.checking.claims import SEEDS, needed_for
from quizapp.deck.finder import Place, bundled_decks, find_deck, folder_of
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.runs.batch import Ends, default_jobs, ends_of
from quizapp.runs.disk_cache import VARIABLE, Cache
from sim.experiment import Experiment

#: No test looks at the clock, and the test command meets the same examples every time.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=50)
#: Other examples every time, and many: `pytest --hypothesis-profile=fuzz`.
settings.register_profile(
    "fuzz", deadline=None, max_examples=int(os.environ.get("QUIZAPP_FUZZ_EXAMPLES", "2000")), print_blob=True
)
settings.load_profile("tests")
_counted = itertools.count()


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing measured is kept from one test to the next, nor outside the temporary folder, by any process."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(tmp_path_factory.getbasetemp() / f"cache-{next(_counted)}")
    yield
    if before is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = before


@pytest.fixture(autouse=True)
def own_decks(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which somebody's own decks would lie: an empty one, and not that of who runs the tests."""
    data = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    return folder_of(Place.YOURS)


@pytest.fixture(scope="session")
def decks() -> list[Deck]:
    return [read_deck(path) for path in bundled_decks()]


@pytest.fixture(scope="session")
def first() -> Deck:
    return read_deck(find_deck("weight-initialization"))


@pytest.fixture(scope="session")
def ends(decks: list[Deck], tmp_path_factory: pytest.TempPathFactory) -> Mapping[Experiment, Ends]:
    """All experiments that the bundled decks rest on, over as many networks as `quizapp check` takes.

    They are run by the first process that needs them, while the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    needed = [each for deck in decks for each in needed_for(deck)]
    with FileLock(shared / "ends.lock"):
        return ends_of(needed, SEEDS, default_jobs(), cache=Cache(shared / "ends"))


@pytest.fixture
def run_before(ends: Mapping[Experiment, Ends], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ends_of", lambda *_: ends)

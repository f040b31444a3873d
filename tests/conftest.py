"""What several test files share: the experiments of the bundled decks, run once for the whole session."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from quizapp.checking import claims as checking
from quizapp.checking.claims import SEEDS
from quizapp.checking.needs import needed_for
from quizapp.deck.finder import Place, bundled_decks, find_deck, folder_of
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.exchange import measured_keys
from quizapp.record.place import VARIABLE as RECORD
from quizapp.runs.batch import Ends, default_jobs, ends_of
from quizapp.runs.disk_cache import VARIABLE, Cache
from quizapp.runs.own_files import KEY_SIZE
from quizapp.runs.store import RunStore
from quizapp.settings.file import VARIABLE as SETTINGS
from sim.experiment import Experiment
from sim.sweep import first_and_last
from tests.support.every_program import sitecustomize as watch
from tests.support.examples import USUAL

#: No test looks at the clock, and the test command meets the same examples every time.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=USUAL)
#: Other examples every time, and many: `pytest --hypothesis-profile=fuzz`.
settings.register_profile(
    "fuzz",
    deadline=None,
    derandomize=False,
    max_examples=int(os.environ.get("QUIZAPP_FUZZ_EXAMPLES", "2000")),
    print_blob=True,
)
settings.load_profile("tests")
_counted = itertools.count()
#: What was run beside `ends` in this process, by the number of networks: a run is decided by its experiment.
_rounds: dict[int | None, dict[Experiment, Ends]] = defaultdict(dict)
#: Test processes are short and large: looking for garbage as often as Python does costs a tenth of the time.
gc.set_threshold(100_000, 50, 50)
#: Tests that run in the background were told to ignore Ctrl+C, and would hand that on to the programs that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
#: Where modules may not be kept in compiled form beside their source, each program would compile all of them anew.
if sys.dont_write_bytecode:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(
        Path(__file__).parents[1] / ".pytest_cache" / "compiled"
    )
    sys.dont_write_bytecode = False
#: The programs that tests start are watched, too.
EVERY_PROGRAM = str(Path(watch.__file__).parent)
if EVERY_PROGRAM not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (EVERY_PROGRAM, os.environ.get("PYTHONPATH"))))
sys.addaudithook(watch.look)


@pytest.fixture(scope="session", autouse=True)
def own_temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What `tempfile` makes lies in the folders of the tests, too, in this process and in those that it starts."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is kept from one test to the next by any process: each has its own places for all that is kept.

    They are names only, and come into being when somebody writes there: a folder for every test costs much more. A test
    fails that has opened a socket, or has written outside the folders of the tests.
    """
    base, number = tmp_path_factory.getbasetemp(), next(_counted)
    strays = base / f"strays-{number}"
    ours = {
        VARIABLE: str(base / f"cache-{number}"),
        RECORD: str(base / f"record-{number}"),
        SETTINGS: str(base / f"settings-{number}"),
        "XDG_DATA_HOME": str(base / f"data-{number}"),
        watch.STRAYS: str(strays),
        watch.OURS: str(_base_of_all(base)),
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    if strays.exists():
        pytest.fail(f"only a test's own folders may be written to, and no socket used:\n{strays.read_text()}")


def _base_of_all(base: Path) -> Path:
    """The folder of all processes of this test run."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def own_decks(own_folders: None) -> Path:
    """The folder in which somebody's own decks would lie: not made yet, and not that of who runs the tests."""
    return folder_of(Place.YOURS)


@pytest.fixture(scope="session")
def decks() -> list[Deck]:
    return [read_deck(path) for path in bundled_decks()]


@pytest.fixture(scope="session")
def first() -> Deck:
    return read_deck(find_deck("weight-initialization"))


@pytest.fixture(scope="session")
def kept(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    """What was measured by any process of this session, or of one before it where pytest keeps anything.

    A run is decided by its experiment; an entry is never out of date, as its name holds the code of `sim` too.
    """
    ours = getattr(pytestconfig, "cache", None)
    folder = ours.mkdir("ends") if ours else _base_of_all(tmp_path_factory.getbasetemp()) / "ends"
    cache = Cache(folder, key=b"tests".ljust(KEY_SIZE))
    yield cache
    cache.evict()


@pytest.fixture(scope="session")
def ends(decks: list[Deck], kept: Cache) -> Mapping[Experiment, Ends]:
    """All experiments that the bundled decks rest on, over as many networks as `quizapp check` takes.

    They are run by the first process that needs them, while the others wait.
    """
    needed = [each for deck in decks for each in needed_for(deck)]
    with FileLock(kept.folder.with_suffix(".lock")):
        return ends_of(needed, SEEDS, default_jobs(), cache=kept)


@pytest.fixture
def exported_once(ends: Mapping[Experiment, Ends], kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `kept` has, which is `ends` at least, is not run again for an export."""
    monkeypatch.setattr(measured_keys, "ends_of", lambda needed, *_, **__: ends_of(needed, None, cache=kept))


@pytest.fixture
def run_before(ends: Mapping[Experiment, Ends], kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `ends` has is not run again, by whoever checks a bundled deck, nor what `kept` has."""

    def ends_known(
        needed: Iterable[Experiment], seeds: int | None, *rest: Any, **how: Any
    ) -> Mapping[Experiment, Ends]:
        known = {**ends, **_rounds[seeds]} if seeds in (None, SEEDS) else _rounds[seeds]
        missing = [each for each in needed if each not in known]
        _rounds[seeds].update(ends_of(missing, seeds, cache=kept))
        return {**known, **_rounds[seeds]}

    monkeypatch.setattr(checking, "ends_of", ends_known)


@pytest.fixture
def marks_known(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever `kept` has of the networks that marks rest on is not run again, whoever plays."""

    def ends_known(store: RunStore, experiment: Experiment, networks: int, *wanted: Any, **how: Any) -> Ends:
        return ends_of([experiment], networks, cache=kept)[experiment]

    monkeypatch.setattr(RunStore, "ends", ends_known)


@pytest.fixture
def run_only_once(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `kept` has is not run again by tests that only look at the first and the last frame of an experiment."""

    def known(experiment: Experiment) -> Ends:
        found = kept.get(experiment)
        if found is None:
            kept.put(experiment, found := first_and_last(experiment))
        return found

    for module in ("sim.papers.replication", "support.experiments_in_the_lab"):
        monkeypatch.setattr(f"tests.{module}.first_and_last", known)

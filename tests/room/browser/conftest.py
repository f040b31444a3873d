"""A room in a process of its own for each file of tests, and a browser; skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.every_program.sitecustomize import LOOPBACK

if TYPE_CHECKING:
    from tests.support.browsers import Hosted, Page

WITHOUT = "no Chromium with chromedriver (apt-get install chromium chromium-driver)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.slow)
        if not (shutil.which("chromium") and shutil.which("chromedriver")):
            item.add_marker(pytest.mark.skip(reason=WITHOUT))


@pytest.fixture(scope="module", autouse=True)
def _loopback_for_all() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LOOPBACK, "1")
        yield


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, _loopback_for_all: None) -> Iterator[Hosted]:
    """A room of a deck with one question of each form."""
    from tests.support.browsers import hosting
    from tests.support.rooms import DECK

    with hosting(tmp_path_factory.mktemp("room"), DECK) as hosted:
        yield hosted


@pytest.fixture
def fresh(tmp_path: Path, _loopback_for_all: None) -> Iterator[Hosted]:
    """A room of the same deck that is still in the lobby."""
    from tests.support.browsers import hosting
    from tests.support.rooms import DECK

    with hosting(tmp_path, DECK) as hosted:
        yield hosted


@pytest.fixture(scope="module")
def _browser(_loopback_for_all: None) -> Iterator[Page]:
    from tests.support.browsers import browsing

    with browsing() as page:
        yield page


@pytest.fixture
def phone(_browser: Page, room: Hosted) -> Iterator[Page]:
    """A phone that has never been in the room."""
    _browser.open(room.url)
    yield _browser
    _browser.forget()


@pytest.fixture
def other_phone(_loopback_for_all: None) -> Iterator[Page]:
    """A phone of somebody else."""
    from tests.support.browsers import browsing

    with browsing() as page:
        yield page

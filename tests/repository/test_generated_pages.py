"""No page that is made by the program is stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.docs.__main__ import all_pages, main
from tools.docs.page import Page

PAGES = all_pages()


#: Pages that run experiments, or the app.
DEAR = {"docs/claims.md", "docs/observe.svg", "docs/papers.md"}


@pytest.mark.parametrize("path", sorted(set(PAGES) - DEAR))
def test_no_page_is_stale(path: str) -> None:
    assert not PAGES[path].stale, f"run: poe docs {path}"


@pytest.mark.slow
@pytest.mark.usefixtures("marks_known")
@pytest.mark.parametrize("path", sorted(DEAR - {"docs/claims.md"}))
def test_no_page_of_experiments_is_stale(path: str) -> None:
    assert not PAGES[path].stale, f"run: poe docs {path}"


@pytest.mark.slow
@pytest.mark.usefixtures("run_before")
def test_the_table_of_claims_is_not_stale() -> None:
    assert not PAGES["docs/claims.md"].stale, "run: poe docs README.md"


def test_all_pages_that_are_made_are_known() -> None:
    assert set(PAGES) == {
        "docs/claims.md",
        "docs/initializers.md",
        "docs/observe.svg",
        "docs/papers.md",
        "docs/results.md",
        "docs/settings.md",
        "docs/terms.md",
        "docs/warnings.md",
        "questions/CATALOGUE.md",
        "questions/README.md",
        "questions/quiz.schema.json",
    }


@pytest.fixture
def page_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page in a folder of its own, which is all that there is."""
    monkeypatch.setattr("tools.docs.page.ROOT", tmp_path)
    page = Page("made.md", lambda: "new\n")
    monkeypatch.setattr("tools.docs.__main__.all_pages", lambda: {page.path: page})
    return page


@pytest.mark.parametrize(
    ("before", "said"), [("old\n", "written anew"), (None, "written anew"), ("new\n", "as it was")]
)
def test_a_page_is_written_where_it_lies(before: str | None, said: str, page_in_a_folder: Page) -> None:
    if before is not None:
        page_in_a_folder.file.write_text(before)
    done = CliRunner().invoke(main, [])
    assert (done.exit_code, done.output) == (0, f"made.md: {said}\n")
    assert page_in_a_folder.file.read_text() == "new\n"


@pytest.mark.parametrize(("before", "status"), [("old\n", 1), (None, 1), ("new\n", 0)])
def test_a_check_finds_a_stale_or_missing_page_and_writes_nothing(
    before: str | None, status: int, page_in_a_folder: Page
) -> None:
    if before is not None:
        page_in_a_folder.file.write_text(before)
    done = CliRunner().invoke(main, ["--check"])
    assert done.exit_code == status
    assert done.output == ("made.md is stale; run: poe docs made.md\n" if status else "")
    assert page_in_a_folder.file.is_file() == (before is not None)


def test_a_path_that_is_no_generated_page_is_an_error_that_lists_them() -> None:
    done = CliRunner().invoke(main, ["docs/nothing.md"])
    assert done.exit_code == 2
    assert "'docs/nothing.md' is not a generated page; these are: " in done.output

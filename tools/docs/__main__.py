"""Writes the generated pages and pictures: `poe docs`, or python -m tools.docs [--check] [PATH...].

With --check it writes nothing and says which are stale; with paths, such as docs/warnings.md, it is about these only.
"""

from __future__ import annotations

import sys

import click

from quizapp.discovery import discover
from tools.docs.page import Page


def all_pages() -> dict[str, Page]:
    """Every generated page, by its path."""
    return {page.path: page for _, page in discover("tools.docs", "PAGE")}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a page is stale.")
def main(paths: tuple[str, ...], check: bool) -> None:
    """Write the generated pages and pictures of this repository."""
    pages = all_pages()
    unknown = [path for path in paths if path not in pages]
    if unknown:
        raise click.UsageError(f"{unknown[0]!r} is not a generated page; these are: {', '.join(pages)}")
    chosen = [pages[path] for path in paths or pages]
    sys.exit(_check(chosen) if check else _write(chosen))


def _write(pages: list[Page]) -> int:
    for page in pages:
        click.echo(f"{page.path}: {'written anew' if page.write() else 'as it was'}")
    return 0


def _check(pages: list[Page]) -> int:
    stale = [page.path for page in pages if page.stale]
    for path in stale:
        click.echo(f"{path} is stale; run: poe docs {path}", err=True)
    return 1 if stale else 0


if __name__ == "__main__":
    main()

"""`quizapp preview`: a deck as learners see it, while it is being written."""

from __future__ import annotations

from pathlib import Path

import click

from quizapp.commands.support.option_values import whole

INSTEAD = "`quizapp check` says the same of the whole file, line by line"


@click.command(short_help="See a deck as learners do while you write it.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--seed",
    metavar="N",
    callback=whole(0, 2**32 - 1),
    default="0",
    help="Decides the order of choices, which variants, and which networks are shown.",
)
@click.option("--question", metavar="ID", help="The question to begin with.")
def preview(file: Path, seed: int, question: str | None) -> int:
    """Show a deck file as learners see it, its mistakes, and how its claims come out; again whenever it is saved."""
    from quizapp.text.terminal import left_as_found, why_not_full_screen

    if not file.is_file():
        raise click.ClickException(f"there is no file {str(file)!r}; `quizapp new {file}` writes one to start from")
    reason = why_not_full_screen()
    if reason is not None:
        raise click.ClickException(f"the preview cannot be drawn here, because {reason}; {INSTEAD}")
    from quizapp.ui.preview_app import run_preview

    with left_as_found():
        return run_preview(file, seed, question)


COMMAND = preview

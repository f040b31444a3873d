"""`quizapp new`: a deck to start from, which passes `quizapp check` as it is, with the schema for editors beside it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from quizapp.commands.support.option_values import BadOption, new_file
from quizapp.deck.finder import ENDINGS
from quizapp.text.streams import is_terminal

SCAFFOLDS = Path(__file__).with_name("scaffolds")
QUESTION_TYPES = sorted(path.stem for path in SCAFFOLDS.glob("*.yaml"))
KIND, TITLE = "single", "My deck"
SCHEMA = "quiz.schema.json"


@click.command(short_help="Write a deck to start from, which passes check.")
@click.argument("file", type=click.Path(path_type=Path), callback=new_file)
@click.option("--kind", metavar="KIND", help=f"Kind of its question: {', '.join(QUESTION_TYPES)}.  [default: {KIND}]")
@click.option("--title", metavar="TEXT", help=f"What the deck is called.  [default: {TITLE}]")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
def new(file: Path, kind: str | None, title: str | None, force: bool) -> None:
    """Write a commented deck with one question to FILE, and quiz.schema.json beside it unless there is one.

    At a terminal, what is not given by options is asked for. A folder that does not exist is made.
    """
    _check_file(file, force)
    kind = _chosen(kind, "Kind of question", KIND, _kind)
    title = _chosen(title, "Title of the deck", TITLE, str.strip)
    text = scaffold(kind, title)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, text)
        written = [file, *_write_schema(file.parent)]
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {' and '.join(map(str, written))}")
    click.echo(f"next: quizapp check {shlex.quote(str(file))}, then quizapp play {shlex.quote(str(file))}")


def scaffold(kind: str, title: str = TITLE) -> str:
    """The text of a deck with a question of this kind; ClickException if a deck cannot have this title."""
    from quizapp.deck.reader import DeckError, read_text
    from quizapp.deck.writer import scalar

    text = (SCAFFOLDS / f"{kind}.yaml").read_text(encoding="utf-8")
    try:
        text = text.replace(f"\ntitle: {TITLE}\n", f"\ntitle: {scalar(title)}\n")
        read_text(text)
    except ValueError as error:
        raise click.ClickException(f"--title: {error}") from None
    except DeckError as error:
        raise click.ClickException(f"--title: {error.problems[0].message}") from None
    return text


def _check_file(file: Path, force: bool) -> None:
    if file.suffix not in ENDINGS:
        raise click.ClickException(f"{file}: a deck's name ends in .yaml; write {file.with_suffix('.yaml')}")
    if file.is_dir():
        raise click.ClickException(f"{file}: there is a folder of this name; choose another")
    if (file.exists() or file.is_symlink()) and not force:
        raise click.ClickException(f"{file} exists; choose another name, or overwrite it with --force")


def _chosen(given: str | None, question: str, default: str, read: Callable[[str], str]) -> str:
    """What was given, or else what is answered at a terminal, or else the default."""
    if given is not None:
        return read(given)
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return default
    answer: str = click.prompt(question, default=default, value_proc=read)
    return answer


def _kind(text: str) -> str:
    from sim.registry import nearest

    if text not in QUESTION_TYPES:
        raise BadOption(f"--kind: there is no kind {text[:60]!r} to start from{nearest(text, QUESTION_TYPES)}")
    return text


def _write_schema(folder: Path) -> list[Path]:
    """Write the schema for editors unless there is one; what was written."""
    import json

    from quizapp.schema.deck_schema import deck_schema

    path = folder / SCHEMA
    if path.exists():
        return []
    _write(path, json.dumps(deck_schema(), indent=2, ensure_ascii=False) + "\n")
    return [path]


def _write(path: Path, text: str) -> None:
    """Write all of a file or nothing: a file that is there already is replaced only when the new one is complete."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


COMMAND = new

"""`quizapp check`: first all mistakes in the writing of all files, then every claim by simulation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.clusters import cluster_or_none, scheduler_option
from quizapp.commands.support.option_values import BadOption, whole

if TYPE_CHECKING:
    from pathlib import Path

    from quizapp.checking.lint import Advice
    from quizapp.checking.report import Report
    from quizapp.deck.model import Deck


def _explained(context: click.Context, option: click.Parameter, code: str | None) -> None:
    """Print what a warning means, and end."""
    if code is None or context.resilient_parsing:
        return
    from quizapp.checking.lint.pages import explained
    from quizapp.checking.lint.rules import RULES
    from quizapp.text import terminal
    from sim.registry import nearest

    rules = {name.casefold(): rule for rule in RULES.values() for name in (rule.code, rule.name)}
    rule = rules.get(code.casefold())
    if rule is None:
        raise BadOption(f"--explain: unknown code {code[:60]!r}{nearest(code[:60], RULES)}", context, option)
    click.echo("\n".join(explained(rule, min(terminal.columns(), 100))))
    context.exit()


@click.command(short_help="Check how decks are written, and their claims by simulation.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--static", is_flag=True, help="Only how the files are written; run nothing.")
@click.option(
    "--seeds",
    metavar="N",
    callback=whole(1, 1000),
    help="Networks to judge each claim on.  [default: 20, or all that an experiment has if these are more]",
)
@click.option(
    "--question", "names", metavar="ID", multiple=True, help="Only the question with this id; may be repeated."
)
@click.option("--jobs", metavar="N", callback=whole(1, 64), help="Processes to run on.  [default: 2, or 1 on one core]")
@scheduler_option
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "markdown"]), default="text", show_default=True,
    help="A table, JSON, annotations of GitHub Actions, or a table in Markdown.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.option("--cache/--no-cache", "cached", default=True, help="Whether to keep what was measured.  [default: keep]")
@click.option("--explain", metavar="CODE", callback=_explained, is_eager=True, expose_value=False,
    help="What a warning means, such as W101, and nothing else.",
)  # fmt: skip
def check(
    paths: Sequence[str],
    static: bool,
    seeds: int | None,
    names: Sequence[str],
    jobs: int | None,
    scheduler: str | None,
    style: str,
    strict: bool,
    cached: bool,
) -> int:
    """Check decks: files, folders, or names that `quizapp decks` lists (all of these if none is given).

    Every mistake of every file is shown at its line and column. Then each claim is judged by simulation, on its
    experiment and on its control; where the outcome is not what the deck says, the check fails. Warnings say what
    is allowed and yet seldom meant. What was measured is kept, and not run again until it may come out otherwise.
    """
    from quizapp.commands.support.check_reports import STYLES
    from quizapp.commands.support.files import deck_files, read_all

    every, mistakes = read_all(deck_files(paths))
    decks = every if mistakes and not every else _chosen(every, names)
    reports = [] if static else _judged(decks, seeds, jobs, cached, scheduler)
    warnings = _warnings(every, decks, reports)
    STYLES[style](decks, mistakes, reports, warnings)
    failed = mistakes or any(report.problems for report in reports) or (strict and any(warnings.values()))
    return 1 if failed else 0


def _judged(
    decks: Sequence[Deck], seeds: int | None, jobs: int | None, cached: bool, scheduler: str | None
) -> list[Report]:
    from quizapp.checking.claims import check_decks
    from quizapp.checking.forecast import nothing_known, work_of
    from quizapp.commands.support.check_forecast import tell
    from quizapp.commands.support.progress import progress_bar
    from quizapp.runs.batch import default_jobs
    from quizapp.runs.disk_cache import user_cache

    cache = user_cache() if cached else None
    processes = jobs or default_jobs()
    works = work_of(decks, seeds, cache.has if cache else nothing_known)
    tell(works, seeds, processes)
    with cluster_or_none(scheduler) as cluster, progress_bar() as progress:
        return check_decks(decks, seeds, processes, progress, cache, cluster, works)


def _chosen(decks: Sequence[Deck], names: Sequence[str]) -> list[Deck]:
    """The decks with none but the questions of these ids; all of them where none is named."""
    from sim.registry import nearest

    if not names:
        return list(decks)
    known = dict.fromkeys(question.id for deck in decks for question in deck.questions)
    for name in names:
        if name not in known:
            raise click.ClickException(f"--question: there is no question {name[:60]!r}{nearest(name[:60], known)}")
    chosen = (deck.only(name for name in names) for deck in decks)
    return [deck for deck in chosen if deck.questions]


def _warnings(
    every: Sequence[Deck], decks: Sequence[Deck], reports: Sequence[Report]
) -> dict[Path, tuple[Advice, ...]]:
    """The warnings about each deck; where only some of its questions are checked, those about them."""
    from quizapp.checking.lint import lint, lint_part

    whole = {deck.path: deck for deck in every}
    run = {report.path: (report.claims, report.findings) for report in reports}
    found = {}
    for deck in decks:
        measured = run.get(deck.path, ((), ()))
        part = len(deck.questions) < len(whole[deck.path].questions)
        found[deck.path] = lint_part(whole[deck.path], deck, *measured) if part else lint(deck, *measured)
    return found


COMMAND = check

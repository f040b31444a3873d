"""The measured claims as a table in Markdown, for a README."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from quizapp.checking.lint import Advice
from quizapp.checking.report import CheckedClaim, Report
from quizapp.claims import Verdict
from quizapp.claims.wording import value_text
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError

HEADER = ("question: choice", "claim", "on", "measured", "holds in", "control", "measured", "holds in")


def as_markdown(
    decks: Sequence[Deck],
    mistakes: Sequence[DeckError],
    reports: Sequence[Report],
    warnings: Mapping[Path, Sequence[Advice]] | None = None,
) -> None:
    """A table for each deck; mistakes on stderr, and no warnings."""
    for mistake in mistakes:
        click.echo(f"{mistake}\n", err=True)
    for report in reports:
        click.echo("\n".join(claims_table(report)))


def claims_table(report: Report) -> Iterator[str]:
    """The lines of the table of all claims of a deck."""
    yield _row(HEADER)
    yield _row(["---"] * len(HEADER))
    yield from (_row(_cells(claim)) for claim in report.claims)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(claim: CheckedClaim) -> list[str]:
    evidence, control = claim.evidence, claim.judged.control
    choice = f"{claim.variant}: {claim.option}"
    name = f"**{choice}**" if evidence.expected else choice
    theirs = [evidence.control or "", *_numbers(control)] if control else ["", "", ""]
    return [name, f"`{claim.judged.claim}`", evidence.experiment, *_numbers(claim.judged.verdict), *theirs]


def _numbers(verdict: Verdict) -> list[str]:
    measured = ", ".join(value_text(text, value) for text, value in verdict.typical)
    return [measured, f"{verdict.count} of {verdict.of}"]

"""What `quizapp check` found, in the style that was asked for: a table, JSON, annotations, or Markdown."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from quizapp.charts.numbers import tick
from quizapp.checking.lint import RULES, Advice
from quizapp.checking.report import CheckedClaim, Report
from quizapp.claims import Verdict
from quizapp.claims.wording import NEVER, value_text
from quizapp.commands.support.check_markdown import as_markdown
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, Problem, format_problem
from quizapp.deck.reader.problems import MOST_SHOWN, printable
from quizapp.text import terminal

Warnings = Mapping[Path, Sequence[Advice]]

#: Widths of the columns that hold numbers; those of names share what is left.
HELD, MEASURED, MARGIN = 7, 8, 6
LEGEND = (
    "+ right: the claim must hold   - wrong: it must fail   ! it came out otherwise",
    "margin: distance to the threshold, as a share of the larger of the two numbers",
)
ABOUT_BRITTLE = "*: brittle, by less than 10%"
HEADER = ("choice", "experiment", "holds", "measured", "margin", "control", "holds", "margin")


def as_text(
    decks: Sequence[Deck], mistakes: Sequence[DeckError], reports: Sequence[Report], warnings: Warnings
) -> None:
    """A table for each deck on stdout; mistakes, disagreements and warnings on stderr."""
    for mistake in mistakes:
        click.echo(f"{mistake}\n", err=True)
    for report in reports:
        click.echo("\n".join([*_table(report), *_measured(report), *_elsewhere(report)]))
        _tell(report.path, report.problems, warnings[report.path])
        click.echo(f"\n{_summary(report)}{_warned(warnings[report.path])}\n")
    for deck in [] if reports else decks:
        _tell(deck.path, (), warnings[deck.path])
        written = f"{_count(len(deck.questions), 'question')}, no mistakes in how it is written"
        click.echo(f"{deck.path}: {written}{'.' if warnings[deck.path] else ''}{_warned(warnings[deck.path])}")


def _tell(path: Path, problems: Sequence[Problem], warnings: Sequence[Advice]) -> None:
    """Every problem and every warning on stderr, in the order of their places."""
    advice = [replace(each.problem, message=f"warning {each.code} {each.problem.message}") for each in warnings]
    every = sorted([*problems, *advice], key=lambda problem: (problem.line, problem.column))
    for problem in every[:MOST_SHOWN]:
        click.echo(f"\n{format_problem(path, problem)}", err=True)
    if len(every) > MOST_SHOWN:
        click.echo(f"\n{printable(str(path))}: and {len(every) - MOST_SHOWN} more", err=True)


def _warned(warnings: Sequence[Advice]) -> str:
    """How many warnings there are, and where to read about one."""
    if not warnings:
        return ""
    return f" {_count(len(warnings), 'warning')}; `quizapp check --explain {warnings[0].code}` says more."


def _table(report: Report) -> Iterator[str]:
    yield f"{report.title} ({report.path})"
    more = " and more" if any(claim.judged.verdict.of > report.seeds for claim in report.claims) else ""
    counts = f"{_count(report.questions, 'question')}, {_count(len(report.claims), 'claim')}"
    yield f"{counts}, {report.seeds} networks{more or ' each'}"
    if not report.claims:
        return
    widths = _name_widths(report.claims, max(80, min(terminal.columns(), 120)))
    yield ""
    yield _row(" ", HEADER, widths)
    for question, claims in groupby(report.claims, lambda claim: claim.variant):
        yield question
        for claim in claims:
            mark = "!" if claim.problems else "+" if claim.evidence.expected else "-"
            yield _row(mark, _cells(claim), widths)
    yield ""
    yield from LEGEND
    if any(claim.brittle_on for claim in report.claims):
        yield ABOUT_BRITTLE


def _measured(report: Report) -> Iterator[str]:
    """What was found out beside the claims: keys that are measured, and how much of a knob passes."""
    for question, found in groupby(report.findings, lambda each: each.variant):
        yield f"\n{question}"
        for each in found:
            yield f"{'!' if each.finding.problem else '+'} {each.finding.label}: {each.finding.text}"


def _elsewhere(report: Report) -> Iterator[str]:
    """How claims, and what else is measured, came out on alternatives."""
    rows = [
        (wrong is not None, f"{claim.variant}: {claim.option} on {name}", _on_alternative(verdict))
        for claim in report.claims
        for (name, verdict), wrong in zip(claim.also, claim.undone_on, strict=True)
    ]
    rows += [
        (each.found.problem is not None, f"{each.variant}: on {each.found.alternative.name}", each.found.text)
        for each in report.elsewhere
    ]
    yield from ("\non alternatives",) if rows else ()
    yield from (f"{'!' if wrong else '+'} {which}: {text}" for wrong, which, text in rows)


def _on_alternative(verdict: Verdict) -> str:
    """'holds in 20/20, measured 0.29'."""
    measured = ", ".join(_measured_cell(*each) for each in verdict.typical)
    return f"holds in {_held(verdict)}{f', measured {measured}' if measured else ''}"


def _name_widths(claims: Sequence[CheckedClaim], width: int) -> tuple[int, int, int]:
    """Widths for choice, experiment and control: what they need, the widest of them cut until the row fits."""
    names = [(claim.option, claim.evidence.experiment, claim.evidence.control or "-") for claim in claims]
    names.append((HEADER[0], HEADER[1], HEADER[5]))
    widths = [max(map(len, column)) for column in zip(*names, strict=True)]
    room = width - len(_row(" ", ("",) * 8, (0, 0, 0)))
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths[0], widths[1], widths[2]


def _row(mark: str, cells: Sequence[str], widths: tuple[int, int, int]) -> str:
    choice, experiment, held, measured, margin, control, control_held, control_margin = cells
    names = [_cut(name, width).ljust(width) for name, width in zip((choice, experiment, control), widths, strict=True)]
    left = f"{mark} {names[0]} {names[1]} {held:>{HELD}} {measured:>{MEASURED}} {margin:>{MARGIN}}"
    return f"{left}  {names[2]} {control_held:>{HELD}} {control_margin:>{MARGIN}}"


def _cells(claim: CheckedClaim) -> tuple[str, ...]:
    evidence, control = claim.evidence, claim.judged.control
    measured = claim.judged.verdict.typical
    return (
        claim.option,
        evidence.experiment,
        _held(claim.judged.verdict),
        _measured_cell(*measured[0]) if measured else "",
        _margin(claim.margin, evidence.experiment, claim),
        evidence.control or "-",
        _held(control) if control else "",
        _margin(claim.control_margin, evidence.control, claim),
    )


def _measured_cell(text: str, value: float) -> str:
    shown = value_text(text, value)
    if not math.isfinite(value):
        return shown if shown == NEVER else "no value"
    return shown if len(shown) <= MEASURED else tick(value)


def _held(verdict: Verdict) -> str:
    return f"{verdict.count}/{verdict.of}"


def _margin(margin: float | None, name: str | None, claim: CheckedClaim) -> str:
    """The margin on the experiment of that name, with a mark if it is brittle."""
    if margin is None:
        return ""
    return f"{'*' if (name, margin) in claim.brittle_on else ''}{margin:.0%}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 2] + ".."


def _summary(report: Report) -> str:
    unclaimed = f" {_count(report.unclaimed, 'choice')} to watch without a claim." if report.unclaimed else ""
    if report.problems:
        wrong = sum(bool(claim.problems) for claim in report.claims)
        found = [each.variant for each in report.findings if each.finding.problem]
        unfair, which = len(found), ", ".join(dict.fromkeys(found))
        told = [f"{wrong} of {_count(len(report.claims), 'claim')} did not come out as the deck says."] * bool(wrong)
        told += [f"{_count(unfair, 'finding')} {'make' if unfair > 1 else 'makes'} a question unfair: {which}."] * bool(
            unfair
        )
        told += [f"{report.undone} of {_count(report.alternatives, 'alternative')} came out otherwise."] * bool(
            report.undone
        )
        return f"{' '.join(told)}{unclaimed}"
    with_controls = f" and {_count(report.controls, 'control')}" if report.controls else ""
    told = [f"{_count(len(report.claims), 'claim')}{with_controls} came out as the deck says."] * bool(report.claims)
    told += [f"{_count(len(report.findings), 'finding')} beside, all as they must be."] * bool(report.findings)
    told += [f"{_count(report.alternatives, 'alternative')} came out the same."] * bool(report.alternatives)
    return f"{' '.join(told) or 'There is no claim to run.'}{unclaimed}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def as_json(
    decks: Sequence[Deck], mistakes: Sequence[DeckError], reports: Sequence[Report], warnings: Warnings
) -> None:
    """One object on stdout; numbers that are not finite are null."""
    judged = {report.path: report for report in reports}
    found = [_deck_data(deck, judged.get(deck.path), warnings[deck.path]) for deck in decks]
    found += [
        {"path": str(each.path), "problems": list(map(_problem_data, each.problems)), "warnings": []}
        for each in mistakes
    ]
    click.echo(
        json.dumps({"ok": not any(each["problems"] for each in found), "decks": found}, indent=1, allow_nan=False)
    )


def _deck_data(deck: Deck, report: Report | None, warnings: Sequence[Advice]) -> dict[str, Any]:
    data: dict[str, Any] = {"path": str(deck.path), "title": deck.title, "questions": len(deck.questions)}
    data["warnings"] = [{"code": each.code, **_problem_data(each.problem)} for each in warnings]
    if report is None:
        return {**data, "problems": []}
    return {
        **data,
        "seeds": report.seeds,
        "problems": list(map(_problem_data, report.problems)),
        "claims": list(map(_claim_data, report.claims)),
        "findings": [
            {
                "question": each.question,
                "about": each.finding.label,
                "found": each.finding.text,
                "problem": each.finding.problem,
            }
            for each in report.findings
        ],
        "alternatives": [
            {
                "question": each.question,
                "about": each.found.alternative.name,
                "found": each.found.text,
                "problem": each.found.problem,
            }
            for each in report.elsewhere
        ],
    }


def _problem_data(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "column": problem.column, "message": problem.message}


def _claim_data(claim: CheckedClaim) -> dict[str, Any]:
    evidence, control = claim.evidence, claim.judged.control
    return {
        "question": claim.question,
        "choice": claim.option,
        "claim": claim.judged.claim,
        "expected": "holds" if evidence.expected else "fails",
        **_verdict_data(evidence.experiment, claim.judged.verdict, claim.margin),
        "control": _verdict_data(str(evidence.control), control, claim.control_margin) if control else None,
        "also_on": [
            {**_verdict_data(name, verdict, verdict.weakest_margin(evidence.expected)), "problem": wrong}
            for (name, verdict), wrong in zip(claim.also, claim.undone_on, strict=True)
        ],
        "problems": list(claim.problems),
        "brittle": bool(claim.brittle_on),
    }


def _verdict_data(experiment: str, verdict: Verdict, margin: float | None) -> dict[str, Any]:
    return {
        "experiment": experiment,
        "outcome": verdict.outcome().value,
        "holds_in": verdict.count,
        "of": verdict.of,
        "margin": _finite(margin),
        "measured": {text: _finite(value) for text, value in verdict.typical},
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def as_github(
    decks: Sequence[Deck], mistakes: Sequence[DeckError], reports: Sequence[Report], warnings: Warnings
) -> None:
    """A line for each problem and each warning, which GitHub Actions shows beside the line of the file."""
    found = [(each.path, each.problems) for each in mistakes] + [(each.path, each.problems) for each in reports]
    for path, problems in found:
        for problem in problems:
            click.echo(f"::error {_annotated(path, problem)}::{_escaped(problem.message)}")
    for path, advice in warnings.items():
        for each in advice:
            title = f"title={each.code} {RULES[each.code].name}"
            click.echo(f"::warning {_annotated(path, each.problem)},{title}::{_escaped(each.problem.message)}")


def _annotated(path: Path, problem: Problem) -> str:
    return f"file={_escaped(str(path), ',:')},line={problem.line},col={problem.column}"


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{also}" else each for each in text)


STYLES: dict[str, Callable[[Sequence[Deck], Sequence[DeckError], Sequence[Report], Warnings], None]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
}

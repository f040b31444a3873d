"""A report of a room as one HTML page, which loads nothing: to be read, printed, or sent to colleagues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from quizapp.charts.model import Axis, Bar, Bars, Series
from quizapp.charts.vector import STYLE as CHART_STYLE
from quizapp.charts.vector import svg
from quizapp.room.course.tally import Tally
from quizapp.room.report.lines import moved_lines
from quizapp.room.report.log import Log
from quizapp.room.report.questions import QuestionReport

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """\
:root {color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --rule: #8a9099}
body {margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif}
main {max-width: 48rem; margin: 0 auto; padding: 1rem}
h1, h2 {line-height: 1.25}
section {border-top: 1px solid var(--rule); margin-top: 1.5rem; break-inside: avoid-page}
table {border-collapse: collapse; margin: .5rem 0}
th, td {border: 1px solid var(--rule); padding: .2rem .6rem; text-align: right}
th:first-child, td:first-child {text-align: left}
.rehearsal {border: 3px double currentColor; padding: .5rem; text-align: center; font-weight: bold}
.right {font-weight: bold}
figure {margin: 1rem 0}
figcaption {font-size: .9em}
.prompt {white-space: pre-line}
@media (prefers-color-scheme: dark) {:root {--ink: #e8eaed; --paper: #16181c; --rule: #6b7280}}
@media print {:root {--ink: #000; --paper: #fff; --rule: #666}}
"""
Runs = Mapping[str, Sequence[Mapping[str, Any]]]


def report_page(log: Log, reports: Sequence[QuestionReport], runs: Runs) -> str:
    """The page; `runs` are the networks of each question as `room.runs` gives them, of those that were run."""
    title = f"{log.deck.title}: room {log.about.code}"
    marked = '<p class="rehearsal">REHEARSAL: these people were simulated.</p>' if log.is_rehearsal else ""
    people = f"{len(log.people)} people" if len(log.people) != 1 else "1 person"
    parts = [_section(number, each, runs.get(each.question, ())) for number, each in enumerate(reports, start=1)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>\n{STYLE}{CHART_STYLE}</style></head>",
            f"<body><main><h1>{escape(title)}</h1>{marked}",
            f"<p>{escape(log.about.created[:10])} · {people} · {log.cast} votes cast</p>",
            *(parts or ["<p>No question was asked.</p>"]),
            "</main></body></html>",
            "",
        ]
    )


def _section(number: int, report: QuestionReport, runs: Sequence[Mapping[str, Any]]) -> str:
    transfer = f"<p>Tests the transfer of {escape(report.transfer_of)}.</p>" if report.transfer_of else ""
    return "".join(
        [
            f"<section><h2>{number}. {escape(report.asks)}</h2>{transfer}",
            f'<p class="prompt">{escape(report.prompt)}</p>' if report.prompt != report.asks else "",
            _rounds(report),
            *(f"<p>{escape(line)}</p>" for line in moved_lines(report)),
            _certainty(report),
            *(_figure(run) for run in runs),
            "</section>",
        ]
    )


def _rounds(report: QuestionReport) -> str:
    rounds = [("First vote", report.first), *([("Second vote", report.second)] if report.second else [])]
    return "".join(f"<figure>{svg(tally_chart(name, tally))}{_listed(tally)}</figure>" for name, tally in rounds)


def tally_chart(title: str, tally: Tally) -> Bars:
    """The answers of a round as bars, with how many were right."""
    most = max((each.count for each in tally.given), default=0)
    right = [each.name for each in tally.given if each.right]
    share = f", {tally.share:.0%} of them right" if tally.share is not None else ""
    return Bars(
        title=title,
        unit="people",
        rows=tuple(Bar(each.name, float(each.count), named=bool(each.right)) for each in tally.given),
        axis=Axis(0.0, float(max(most, 1))),
        series=Series("answers"),
        sentence=f"{tally.answered} answers{share}{f'; right is {_and(right)}' if right else ''}.",
        row="answer",
    )


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _listed(tally: Tally) -> str:
    rows = "".join(
        f'<tr class="{"right" if each.right else ""}"><td>{escape(_named(each.name, each.text))}</td>'
        f"<td>{each.count}</td><td>{'right' if each.right else ''}</td></tr>"
        for each in tally.given
    )
    return f"<table><tr><th>answer</th><th>people</th><th></th></tr>{rows}</table>"


def _named(name: str, text: str) -> str:
    return name if name == text else f"{name}: {text}"


def _certainty(report: QuestionReport) -> str:
    last = report.second or report.first
    told = [level for level in last.levels if level.right + level.wrong]
    if not told:
        return ""
    rows = "".join(
        f"<tr><td>{escape(each.certainty)}</td><td>{each.right}</td><td>{each.wrong}</td></tr>" for each in told
    )
    return f"<table><tr><th>how sure</th><th>right</th><th>wrong</th></tr>{rows}</table>"


def _figure(run: Mapping[str, Any]) -> str:
    last = run["moments"][-1]
    words = " ".join(text for _, text in run["words"])
    caption = f"{run['name']} · {run['network']}: {run['about']}, step {last['step']} of {run['steps']}. {words}"
    return f"<figure>{last['svg']}<figcaption>{escape(caption)} {escape(last['sentence'])}</figcaption></figure>"

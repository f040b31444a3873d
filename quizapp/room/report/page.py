"""A report of a room as one HTML page, which loads nothing: to be read, printed, or sent to colleagues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from quizapp.charts.model import Axis, Bar, Bars, Series
from quizapp.charts.vector import STYLE as CHART_STYLE
from quizapp.charts.vector import svg
from quizapp.room.course.tally import Given, Tally
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
ul {margin: .5rem 0}
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
    parts = [_section(each, runs.get(each.question, ())) for each in reports]
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


def _section(report: QuestionReport, runs: Sequence[Mapping[str, Any]]) -> str:
    transfer = f"<p>Tests the transfer of {escape(report.transfer_of)}.</p>" if report.transfer_of else ""
    return "".join(
        [
            f"<section><h2>{report.number}. {escape(report.asks)}</h2><p>{escape(report.question)}</p>{transfer}",
            f'<p class="prompt">{escape(report.prompt)}</p>' if report.prompt != report.asks else "",
            _rounds(report),
            _moved(report),
            _certainty(report),
            *(_figure(run) for run in runs),
            "</section>",
        ]
    )


def _moved(report: QuestionReport) -> str:
    first, *went = [*moved_lines(report), ""]
    listed = "".join(f"<li>{escape(line)}</li>" for line in went if line)
    return f"<p>{escape(first)}</p>" * bool(first) + f"<ul>{listed}</ul>" * bool(listed)


def _rounds(report: QuestionReport) -> str:
    return f"<figure>{svg(votes_chart(report))}{_listed(report)}</figure>"


def votes_chart(report: QuestionReport) -> Bars:
    """The answers of the last vote as bars, with a tick where the first vote had them."""
    first, second = report.first, report.second
    last = second or first
    before = {each.id: each.count for each in first.given}
    largest = max((each.count for each in (*first.given, *last.given)), default=0)
    return Bars(
        title="votes",
        unit="people",
        rows=tuple(_bar(each, before.get(each.id, 0) if second else None) for each in last.given),
        axis=Axis(0.0, float(max(largest, 1))),
        series=Series("2nd vote", "1st vote") if second else Series("1st vote"),
        sentence=_sentence(last),
        row="",
    )


def _bar(given: Given, before: int | None) -> Bar:
    label = f"{given.name} right" if given.right else given.name
    return Bar(label, float(given.count), control=None if before is None else float(before))


def _sentence(tally: Tally) -> str:
    right = [each.name for each in tally.given if each.right]
    share = f", {tally.share:.0%} of them right" if tally.share is not None else ""
    return f"{tally.answered} answers{share}{f'; right is {_and(right)}' if right else ''}."


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _listed(report: QuestionReport) -> str:
    """The answers with the counts of each vote, whichever vote had them."""
    rounds = [report.first, *([report.second] if report.second else [])]
    known = {each.id: each for tally in reversed(rounds) for each in tally.given}
    counts = [{each.id: each.count for each in tally.given} for tally in rounds]
    heads = "".join(f"<th>{name} vote</th>" for name in ("first", "second")[: len(rounds)])
    rows = "".join(_listed_row(each, [count.get(each.id, 0) for count in counts]) for each in known.values())
    shares = "".join(f"<td>{'' if tally.share is None else f'{tally.share:.0%}'}</td>" for tally in rounds)
    total = f"<tr><td>right in full</td>{shares}<td></td></tr>"
    return f"<table><tr><th>answer</th>{heads}<th></th></tr>{rows}{total}</table>"


def _listed_row(given: Given, counts: Sequence[int]) -> str:
    mark = "right" if given.right else ""
    numbers = "".join(f"<td>{count}</td>" for count in counts)
    return f'<tr class="{mark}"><td>{escape(_named(given.name, given.text))}</td>{numbers}<td>{mark}</td></tr>'


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
    return f"<figure>{run['whole']}<figcaption>{escape(caption)} {escape(last['sentence'])}</figcaption></figure>"

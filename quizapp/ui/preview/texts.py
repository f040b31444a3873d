"""What the preview says: the question with all that learners will read, and how its claims came out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from textual.content import Content

from quizapp.checking.forecast import duration
from quizapp.checking.preview import QuestionCheck
from quizapp.checking.report import CheckedClaim, Report
from quizapp.claims import Verdict
from quizapp.claims.wording import value_text
from quizapp.deck.layout import flowed
from quizapp.deck.reader import Problem
from quizapp.deck.reader.problems import printable
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import how
from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.questions.types import Question
from quizapp.ui.shared.text import lines, text


def learner_content(attempt: Attempt) -> Content:
    """The prompt, the ways to answer, and then what is shown only later."""
    question = attempt.question
    drawn = ", ".join(f"{name} = {value}" for name, value in question.drawn.items())
    parts = [
        text(flowed(question.prompt), "bold"),
        text(how(attempt.form), "$foreground-muted"),
        text(""),
        *map(text, form_lines(attempt.form)),
        text(""),
        *[text(f"Hint {number}: {flowed(hint)}") for number, hint in enumerate(question.hints, start=1)],
        *([text(f"Drawn: {drawn}.", "$foreground-muted")] if drawn else []),
        *_feedback(question),
        text("After the simulation:", "$foreground-muted"),
        text(flowed(question.explanation or "There is no explanation yet.")),
        *[text(f"Read on: {each.title}") for each in question.reading],
    ]
    return lines(*parts)


def _feedback(question: Question) -> Iterator[Content]:
    """What is said back, with to which answer."""
    said = question.said_back()
    if said:
        yield text("Said to an answer:", "$foreground-muted")
    for case, words in said:
        yield text(f"  {case}: ", "$foreground-muted") + text(flowed(words).replace("\n", "\n    "))


def time_content(found: QuestionCheck) -> Content:
    """How long it took, and how long `quizapp check` takes for the question."""
    long = f"; quizapp check takes about {duration(found.check_seconds)}" if found.check_seconds >= 1 else ""
    return text(f"Done in {duration(found.seconds)}{long}.", "$foreground-muted")


def form_lines(form: Form) -> list[str]:
    """What there is to answer with, a line for each thing."""
    match form:
        case PickOne():
            return [_listed(f"  {number} ( ) ", option.text) for number, option in enumerate(form.options, start=1)]
        case PickMany():
            return [_listed(f"  {number} [ ] ", option.text) for number, option in enumerate(form.options, start=1)]
        case EnterNumber():
            return [f"  ______ {form.unit}"]
        case EnterText():
            return ["  ____________"]
        case PutInOrder():
            return [_listed(f"  {number}. ", option.text) for number, option in enumerate(form.options, start=1)]
        case TurnKnobs():
            return [f"  {knob.text} = {knob.start:g}, from {knob.low:g} to {knob.high:g}" for knob in form.knobs]
        case _:
            assert_never(form)


def _listed(begin: str, words: str) -> str:
    """The lines of an option, all of them behind its number."""
    return begin + flowed(words).replace("\n", "\n" + " " * len(begin))


def problem_content(problem: Problem, width: int, before: str = "") -> Content:
    """A mistake with its place, and the part of its line that there is room for, with a caret."""
    margin = f"{problem.line} | "
    room = max(width - len(margin) - 1, 20)
    at = problem.column - 1 - problem.skipped
    start = max(0, min(at - room // 3, len(problem.source) - room))
    shown = printable(problem.source[start : start + room].replace("\t", " ").rstrip())
    style = "$text-warning" if before else "$text-error"
    caret = "^" * max(1, min(problem.length, room - (at - start)))
    return lines(
        text(f"{before}line {problem.line}, column {problem.column}: ", f"bold {style}")
        + text(printable(problem.message)),
        text(margin, "$foreground-muted") + text(shown),
        text(" " * (len(margin) + at - start)) + text(caret, style),
        text(""),
    )


def report_content(report: Report) -> Content:
    """Each claim with how it came out and how far from its threshold, and what else was found."""
    parts = [*_claims(report), *_findings(report)]
    if not parts:
        parts = [text("There is no claim yet: nothing checks that the key is right.", "$text-warning")]
    return lines(text(f"On {report.seeds} networks:", "$foreground-muted"), *parts, text(""))


def _claims(report: Report) -> Iterator[Content]:
    for claim in report.claims:
        sign, style = ("✗", "$text-error") if claim.problems else ("✓", "$text-success")
        yield text(f"{sign} {claim.option} ", f"bold {style}") + text(_came_out(claim))
        yield from (text(f"  {problem}", "$text-error") for problem in claim.problems)


def _came_out(claim: CheckedClaim) -> str:
    verdict, control = claim.judged.verdict, claim.judged.control
    numbers = ", ".join(value_text(text, value) for text, value in verdict.typical)
    told = (
        f"{_outcome(verdict, claim.evidence.expected)}{f' ({numbers})' if numbers else ''}, margin {claim.margin:.0%}"
    )
    if control is None:
        return f"{told}; no control"
    return f"{told}; on {claim.evidence.control} {_outcome(control, not claim.evidence.expected)}"


def _outcome(verdict: Verdict, expected: bool) -> str:
    """In how many networks a claim does what it must."""
    count = verdict.count if expected else verdict.of - verdict.count
    return f"{'holds' if expected else 'fails'} in {count} of {verdict.of}"


def _findings(report: Report) -> Iterator[Content]:
    for each in report.findings:
        sign, style = ("✗", "$text-error") if each.finding.problem else ("✓", "$text-success")
        yield text(f"{sign} {each.finding.label} ", f"bold {style}") + text(each.finding.text)
        if each.finding.problem:
            yield text(f"  {each.finding.problem}", "$text-error")

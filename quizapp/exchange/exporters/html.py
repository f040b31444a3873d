"""A handout: one HTML page without scripts or anything from the network, to read on a screen or to print.

The questions come first, with their choices mixed, and the answers at the end, with the reasons, and for each claim the
run that decides it: the networks are trained while the page is written, and their charts stand in it as SVG beside the
measured numbers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from string import ascii_lowercase

from quizapp.charts.numbers import precise
from quizapp.charts.vector import STYLE as CHARTS
from quizapp.charts.vector import svg
from quizapp.claims.arithmetic import value_of
from quizapp.deck.model import Deck
from quizapp.exchange.format import Dialect, Exported, Exporter, Paper, Progress
from quizapp.exchange.html_text import as_html, explained_html, inline_html
from quizapp.exchange.measured_keys import judged, with_keys_of
from quizapp.exchange.numbers import distance
from quizapp.exchange.page import page
from quizapp.exchange.run_evidence import Shown, evidence_experiments, judged_experiments, run_all, shown
from quizapp.experiments.scalars import NUMBER
from quizapp.questions.answer_forms import PickMany, PickOne, shuffled
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import ANSWER, Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.true_false import TrueFalse

CARRIED = frozenset(
    {"explanation", "reading", "hints", "answer", "if_right", "if_wrong", "shuffle", "difficulty", "unit"}
    | {"answer.value", "answer.tolerance", "answer.measure", "answer.within", "experiments", "order_by", "by", "first"}
    | {"misconceptions.value", "misconceptions.feedback", "accept", "case_sensitive", "typos"}
    | {"near_misses.text", "near_misses.feedback", "near_misses.credit"}
    | {f"items.{name}" for name in ("id", "text", "experiment", "feedback")}
    | {f"choices.{name}" for name in ("id", "text", "correct", "if_chosen", "if_not_chosen")}
    | {f"{owner}{name}" for owner in ("", "choices.") for name in ("experiment", "claim", "control", "says")}
)


@dataclass(frozen=True)
class Row:
    """An option in the key: its mark in a word, its text, what is said to those who chose it, and to the others.

    `letter` is that before the choice where it is asked.
    """

    id: str
    mark: str
    text: str
    said: tuple[tuple[str, str | None], ...]
    letter: str = ""


@dataclass(frozen=True)
class Sides:
    """A question as it is asked, in HTML, and the rows of its key."""

    asked: str
    key: tuple[Row, ...]


def _choices(question: ChoiceQuestion) -> Sides:
    items = "".join(f"<li>{inline_html(choice.text)}</li>" for choice in question.choices)
    how = "Exactly one is right." if question.type == "single" else "Several may be right."
    rows = (
        Row(
            choice.id,
            "right" if choice.correct else "wrong",
            choice.text,
            (("If you chose it", choice.if_chosen), ("If you did not", choice.if_not_chosen)),
            letter,
        )
        for letter, choice in zip(ascii_lowercase, question.choices, strict=False)
    )
    return Sides(f'<p class="how">{how}</p><ol class="choices" type="a">{items}</ol>', tuple(rows))


def _true_false(question: TrueFalse) -> Sides:
    right = "true" if question.answer else "false"
    said = (("If you said so", question.if_right), ("If you did not", question.if_wrong))
    asked = '<ul class="choices"><li>True</li><li>False</li></ul>'
    return Sides(asked, (Row(right, "right", right.capitalize(), said),))


def _numeric(question: Numeric) -> Sides:
    unit = f" {inline_html(question.unit)}" if question.unit else ""
    key = _number_key(question)
    said = (("If you said so", question.if_right), ("If you did not", question.if_wrong))
    wrong = (
        Row(each.value, "wrong", _as_number(each.value), (("If you said so", each.feedback),))
        for each in question.misconceptions
    )
    return Sides(f'<p class="choices">______________{unit}</p>', (Row(ANSWER, "right", key, said), *wrong))


def _number_key(question: Numeric) -> str:
    """'2 / 400 = 0.005 V (within 10%: 0.0045 to 0.0055)'."""
    written, near = question.answer.value, question.answer.near
    if written is None:  # it was not measured, as it is not shown
        return ""
    value, unit = value_of(written), f" {question.unit}" if question.unit else ""
    low, high = value - distance(near, value), value + distance(near, value)
    return f"{_as_number(written)}{unit} (within {near}: {precise(low)} to {precise(high)})"


def _as_number(written: str) -> str:
    """What an author wrote, and what number that is: '2 / 400 = 0.005'."""
    return written if NUMBER.fullmatch(written) else f"{written} = {precise(value_of(written))}"


def _short_answer(question: ShortAnswer) -> Sides:
    rules = ["Upper and lower case count."] if question.case_sensitive else []
    if question.typos:
        rules.append(f"Up to {question.typos} typing error{'s' * (question.typos > 1)} in a long word are forgiven.")
    others = [each.shown for each in question.accepted]
    also = (("Also right", "; ".join(others)), ("How it is compared", " ".join(rules)))
    said = (*also, ("If you said so", question.if_right), ("If you did not", question.if_wrong))
    near = (
        Row(
            each.shown,
            f"worth {miss.credit:.0%}" if miss.credit else "wrong",
            each.shown,
            (("If you said so", miss.feedback),),
        )
        for each, miss in zip(question.near_spellings, question.near_misses, strict=True)
    )
    return Sides('<p class="choices">______________</p>', (Row(ANSWER, "right", question.shown, said), *near))


def _order(question: Order) -> Sides:
    """The items mixed, and in the key as they were measured."""
    mixed = sorted(question.items, key=lambda item: item.id)
    random.Random(question.id).shuffle(mixed)  # by their names they might lie as they are measured
    asked = "".join(f"<li>____ {inline_html(item.text)}</li>" for item in mixed)
    how = f'<p class="how">Number them by {inline_html(question.by)}, the {question.first} first.</p>'
    rows = (
        Row(item.id, f"number {place}", item.text, (("Of this", item.feedback),))
        for place, item in enumerate(question.items, start=1)
    )
    return Sides(f'{how}<ul class="choices">{asked}</ul>', tuple(rows))


DIALECT: Dialect[Sides] = Dialect(
    "the handout",
    {
        "single": _choices,
        "multiple": _choices,
        "true_false": _true_false,
        "numeric": _numeric,
        "order": _order,
        "short_answer": _short_answer,
    },
    CARRIED,
)


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as an HTML page."""
    return on_paper(deck, progress, Paper())


def on_paper(deck: Deck, progress: Progress, paper: Paper) -> Exported:
    """The deck as an HTML page, with its choices in the order that a seed decides; without answers nothing is run."""
    about = as_html(deck.description) if deck.description else ""
    mixed = deck.model_copy(update={"questions": tuple(_mixed(each, paper.seed) for each in deck.questions)})
    if not paper.answers:
        said, losses = DIALECT.say(deck.questions, mixed.questions)
        asked = [_asked(number, question, sides, False) for number, (question, sides) in enumerate(said, start=1)]
        return Exported(page(deck.title, about, asked, [], CHARTS).encode(), losses)
    runs = run_all((each for question in deck.questions for each in evidence_experiments(deck, question)), progress)
    ends = judged(mixed, progress, (each for one in deck.questions for each in judged_experiments(deck, one)))
    said, losses = DIALECT.say(deck.questions, with_keys_of(mixed, ends))
    asked = [_asked(number, question, sides) for number, (question, sides) in enumerate(said, start=1)]
    answers = [
        _answered(number, question, sides, shown(deck, question, runs, ends))
        for number, (question, sides) in enumerate(said, start=1)
    ]
    return Exported(page(deck.title, about, asked, answers, CHARTS).encode(), losses)


def _mixed(question: Question, seed: int) -> Question:
    """The question with its choices in the order in which `quizapp play --seed` shows them."""
    if not isinstance(question, ChoiceQuestion):
        return question
    form = shuffled(question.form(), f"{seed}/{question.id}")
    assert isinstance(form, PickOne | PickMany)
    choices = {choice.id: choice for choice in question.choices}
    return question.model_copy(update={"choices": tuple(choices[option.id] for option in form.options)})


def _asked(number: int, question: Question, sides: Sides, has_answer: bool = True) -> str:
    hints = "".join(f"<li>{inline_html(hint)}</li>" for hint in question.hints)
    hidden = f"<details><summary>Hints</summary><ol>{hints}</ol></details>" if hints else ""
    name = escape(question.id)
    level = f' <span class="level-of">difficulty {question.difficulty} of 5</span>' if question.difficulty else ""
    jump = f'<p class="jump"><a href="#a-{name}">Answer {number}</a></p>' if has_answer else ""
    return (
        f'<section class="question" id="q-{name}"><h3>Question {number}{level}</h3>{as_html(question.prompt)}'
        f"{sides.asked}{hidden}{jump}</section>"
    )


def _answered(number: int, question: Question, sides: Sides, runs: Mapping[str, Shown]) -> str:
    rows = "".join(_row(row, runs.get(row.id)) for row in sides.key)
    others = "".join(_figure(each) for name, each in runs.items() if name not in {row.id for row in sides.key})
    name = escape(question.id)
    return (
        f'<section class="answer" id="a-{name}"><h3>Answer {number}</h3><ul class="key">{rows}</ul>{others}'
        f"{explained_html(question.explanation, question.reading)}"
        f'<p class="jump"><a href="#q-{name}">Question {number}</a></p></section>'
    )


def _row(row: Row, run: Shown | None) -> str:
    said = "".join(f'<div class="said">{label}: {inline_html(text)}</div>' for label, text in row.said if text)
    letter = f"{row.letter}. " if row.letter else ""
    head = f'<div><strong class="mark">{letter}{row.mark}</strong> {inline_html(row.text)}</div>'
    return f'<li class="{row.mark}">{head}{said}{_figure(run) if run else ""}</li>'


def _figure(run: Shown) -> str:
    """The chart, and beside it the claim with the measured numbers, or else what the chart shows in a sentence."""
    what, _, formula = run.claim.partition(": ")
    claim = f"<p>{what}: <code>{escape(formula)}</code></p>" if run.claim else ""
    says = f"<p>{inline_html(run.evidence.says)}</p>" if run.evidence.says else ""
    outcomes = "".join(f"<li>{escape(each)}</li>" for each in run.outcomes)
    listed = f"<ul>{outcomes}</ul>" if outcomes else ""
    sentence = "" if outcomes else f"<p>{escape(run.chart.sentence)}</p>"  # its ratio would be another one
    told = f"{says}{claim}{listed}{sentence}"
    return f"<figure>{svg(run.chart)}<figcaption>{told}</figcaption></figure>"


EXPORTER = Exporter(
    ".html",
    DIALECT.writers,
    "a handout that needs neither scripts nor the network; prompts, choices, hints, all "
    "feedback, explanations with reading, and every claim with its chart and the measured numbers",
    write,
    on_paper=on_paper,
)

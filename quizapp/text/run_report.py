"""What was observed, as blocks of plain text: charts, each with its sentence, and what is to be said about a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizapp.charts import plain, render
from quizapp.deck.columns import filled
from quizapp.deck.layout import WRAPPED, Block, Paragraph, blocks, is_stiff
from quizapp.experiments.naming import network_named, rate_named
from quizapp.runs.observation import Observation
from quizapp.views import VIEWS, WHOLE, Axes, Focus, View, axes_for
from quizapp.views.focus import column_of
from sim.diagnosis import HEALTHY, diagnose
from sim.experiment import Experiment

#: A chart of a deep network shows some of its layers rather than be taller than this.
TALLEST = 30


@dataclass(frozen=True)
class Page:
    """How wide the text may be, whether it must keep to ASCII, and whether charts are drawn, or told in words."""

    width: int = 80
    ascii_only: bool = False
    drawings: bool = True

    def wrapped(self, text: str, indent: str = "", first: str | None = None) -> str:
        """Text broken into lines; `first` begins the first of them, `indent` the others.

        Paragraphs stay apart, and what is not filled stays as `quizapp.deck.layout` says.
        """
        shown: list[str] = []
        begin = indent if first is None else first
        for block in blocks(text, min(WRAPPED, self.width)):
            shown.append(self._shown(block, indent, begin))
            begin = indent
        return "\n\n".join(shown)

    def _shown(self, block: Block, indent: str, begin: str) -> str:
        lines = []
        for line in block.text.split("\n"):
            is_filled = isinstance(block, Paragraph) and not is_stiff(line)
            lines.append(self._filled(line, indent, begin) if is_filled else f"{begin}{line}".rstrip())
            begin = indent
        return "\n".join(lines)

    def _filled(self, line: str, indent: str, begin: str) -> str:
        own = line[: len(line) - len(line.lstrip())]
        return filled(line, self.width, begin + own, indent + own)


def run_blocks(main: Observation, control: Observation | None, page: Page, with_theory: bool = False) -> Iterator[str]:
    """All that can be said about a run: what ran, every chart with its sentence, and the diagnosis."""
    yield page.wrapped(described(main))
    yield from chart_blocks(VIEWS.values(), main, control, axes_for([main.initial]), page, with_theory)
    yield diagnosis_block(main, page)


def chart_blocks(
    views: Iterable[View],
    main: Observation,
    control: Observation | None,
    axes: Axes,
    page: Page,
    with_theory: bool = False,
    focus: Focus = WHOLE,
) -> Iterator[str]:
    """Each view as a chart with its sentence below, and what theory predicts laid over it if that is asked for."""
    for view in views:
        chart = view.drawn(main, control, axes, with_theory, focus)
        grid = render(chart, page.width, None, page.ascii_only)
        if len(grid) > TALLEST:
            grid = render(chart, page.width, TALLEST, page.ascii_only)
        yield f"{plain(grid)}\n{page.wrapped(chart.sentence)}"


def diagnosis_block(main: Observation, page: Page, focus: Focus | None = None) -> str:
    """What is wrong with the networks, or that nothing is, and the numbers that say so."""
    return "\n".join(page.wrapped(because, "  ", f"{name}: ") for name, because in diagnoses(main, focus))


def diagnoses(main: Observation, focus: Focus | None = None) -> list[tuple[str, str]]:
    """Each diagnosis with the moment that it is of, and why, as a sentence: 'vanishing at step 200'.

    Where `focus` divides the error at layer 1 by that at another one, it is followed from there, for one number. A
    focus is that of a question, beside which nothing is called healthy: what is asked for may have failed all the same.
    """
    back_from = _back_from(focus, main.experiment.depth) if focus else None
    found = diagnose(main.experiment, main.initial, main.latest, back_from)
    told = [(each, "" if focus is not None and each.name == HEALTHY else f"{each.name} ") for each in found]
    return [(f"{name}at step {main.latest.step}", f"{each.because}.") for each, name in told]


def _back_from(focus: Focus, depth: int) -> int | None:
    """The layer by whose error `focus` divides that of layer 1, if it does."""
    if focus.measure != "delta" or focus.relative_to is None or focus.goal is None or focus.goal.layer != 1:
        return None
    return max(column_of(focus.relative_to, 1, depth) + 1, 2)


def names_of(main: Observation) -> list[str]:
    """What is wrong with the networks, each by its name."""
    return [each.name for each in diagnose(main.experiment, main.initial, main.latest)]


def described(main: Observation) -> str:
    """What ran: 'tiny: 9 layers of 32, tanh, weights N(0, 0.05²), circles, 8 networks, steps 0 to 200'."""
    experiment, steps = main.experiment, main.latest.step
    ran = f"steps 0 to {steps} of {experiment.steps}" if steps < experiment.steps else f"steps 0 to {steps}"
    return f"{main.name}: {network_in_words(experiment)}, {ran if experiment.steps else 'not trained'}"


def network_in_words(experiment: Experiment) -> str:
    """A network by what it is, its task, the rate at which it learns, and how many of it there are."""
    count = f"{experiment.seeds} network{'s' * (experiment.seeds != 1)}"
    return f"{network_named(experiment)}, {experiment.task}{rate_named(experiment)}, {count}"

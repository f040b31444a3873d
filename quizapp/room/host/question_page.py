"""A question as the facilitator sees it: what is asked beside what was answered, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.charts.model import Chart
from quizapp.room.course.phases import Phase
from quizapp.room.host.figures import figure
from quizapp.room.host.results import results
from quizapp.room.host.words import phase_of
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, prose, text

State = Mapping[str, Any]
NOT_YET = "What they answer is shown here once the vote is closed, and with k at once."
NOBODY = "Nobody has answered yet."
#: The rows of a chart beside those of its bars (title, legend, axis), of a cloud, and of one in a window of fewer rows.
AROUND_BARS, CLOUD, LOW_CLOUD, HIGH = 3, 13, 8, 30


class QuestionPage(Horizontal):
    """The question, and the figures beside it, or below it where it is narrow."""

    def compose(self) -> ComposeResult:
        """The question, the chart and what it comes to."""
        yield VerticalScroll(Static(id="asked"), id="asked-box")
        yield VerticalScroll(ChartView(id="votes"), Static(id="results"), id="figures")

    def show(self, state: State, private: bool) -> None:
        """Show the question in front; `private` says that nobody else sees this screen."""
        told = phase_of(state).is_told
        marked = private or told
        self.query_one("#asked", Static).update(asked(state, marked))
        bars_seen = marked or not state["open"]
        self.set_class(not bars_seen, "-open").set_class(told, "-told")
        self.set_class(phase_of(state) is Phase.EXPLAIN, "-explains")
        self._show_chart(figure(state, marked) if bars_seen else None)
        self.query_one("#results", Static).update(_results(state, marked, bars_seen))

    def _show_chart(self, chart: Chart | None) -> None:
        view = self.query_one("#votes", ChartView)
        view.display = chart is not None
        if chart is not None:
            rows = getattr(chart, "rows", None)
            cloud = CLOUD if self.app.size.height >= HIGH else LOW_CLOUD
            view.styles.height = AROUND_BARS + len(rows) if rows is not None else cloud
            view.show(chart, moves=True)


def _results(state: State, marked: bool, bars_seen: bool) -> Content:
    told = state["facilitator"]
    if not bars_seen:
        return text(NOT_YET, "$text-muted")
    tally = told.get("second") or told.get("first")
    if not tally or not (tally["answered"] or told["first"]["answered"]):
        return text(NOBODY, "$text-muted")
    return lines(*map(text, results(state))) if marked else text("")


def asked(state: State, marked: bool) -> Content:
    """The prompt, how it is answered, the options with their letters, and what may be said of them."""
    question, told = state["question"], state["facilitator"]
    right = told["key"]["options"] if marked else {}
    parts = [prose(question["prompt"]), text("")]
    parts += [_option(each, right.get(each["id"])) for each in question.get("choices", ())]
    parts += [_knob(each) for each in question.get("knobs", ())]
    if question.get("how"):
        parts.append(text(question["how"], "$text-muted"))
    if marked and told["key"]["sentence"]:
        parts += [text(""), text(str(told["key"]["sentence"]), "bold")]
    if phase_of(state) is Phase.EXPLAIN:
        parts += [text(""), *_explained(state.get("reveal") or {})]
    elif not phase_of(state).is_told and question.get("hints"):
        hints = [text(f"Hint: {hint}", "$text-muted") for hint in question["hints"]]
        parts += [text(""), *hints]
    return lines(*parts)


def _option(each: Mapping[str, Any], right: bool | None) -> Content:
    sign, style = {None: ("  ", ""), True: ("✓ ", "$text-success"), False: ("✗ ", "$text-error")}[right]
    return text(sign, f"bold {style}".strip()) + text(f"{each['letter']}  ", "bold") + prose(each["text"])


def _knob(each: Mapping[str, Any]) -> Content:
    scale = ", equal turns are equal factors" if each["logarithmic"] else ""
    return text(f"  {each['text']}", "bold") + text(f"  {each['low']:g} to {each['high']:g}{scale}")


def _explained(reveal: Mapping[str, Any]) -> list[Content]:
    if not reveal.get("known"):
        return [text("The explanation is not ready yet: its networks still run.", "$text-muted")]
    parts = [prose(str(reveal["explanation"]))] if reveal.get("explanation") else []
    reading = [text(f"Read: {each['title']}  {each['url']}", "$text-muted") for each in reveal.get("reading", ())]
    return [*parts, text(""), *reading] if reading else parts

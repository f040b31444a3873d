"""Explain: why, in the author's words and with the numbers that the simulation measured."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from quizapp.charts import Bars, Pictures, render
from quizapp.deck.layout import flowed
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import Result
from quizapp.play.final_pictures import Picture, has_run, picture
from quizapp.play.presenter import AfterMarking, MarkedOption, after_marking, result_lines, while_measuring
from quizapp.play.session import Session
from quizapp.play.views_for import axes_of_attempt
from quizapp.questions.answer_forms import Form, PickMany, PickOne, TurnKnobs
from quizapp.ui.inputs.choice_list import box, mark_content, own_choice
from quizapp.ui.play.judged_screen import JudgedScreen
from quizapp.ui.play.services import Services
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.messages import DeckFinished, PhaseChanged
from quizapp.ui.shared.text import lines, prose, text
from sim.experiment import Experiment

#: A picture beside an option has at most this many rows, and so many if it has use for any number.
MOST_ROWS, USUAL_ROWS = 12, 6


@dataclass(frozen=True)
class PictureOf:
    """The key of the work that shows what was watched for an option, or for a setting of knobs."""

    attempt: str
    evidence: Evidence


class ExplainScreen(JudgedScreen):
    """How it came out and why; then the marks with their feedback, numbers and pictures, and where to read on."""

    CSS_PATH = "explain.tcss"
    AUTO_FOCUS = "#page"
    HELP = (
        "First how it came out and why, then each option with what was measured. Scroll with the arrow keys or j "
        "and k; enter turns the page, and goes on at its end. Press the number of an option, then L, to open its "
        "networks and their control in the lab as A and B. o goes back to watch the networks once more."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read_on", "read on"),
        Binding("enter", "next", "next"),
        Binding("n,right_square_bracket", "next", "next question", show=False, id="next"),
        Binding("o", "observe", "observe again"),
        Binding("p,left_square_bracket", "previous", "previous question", show=False, id="previous"),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
        *[Binding(f"{n}", f"look({n - 1})", "option for the lab", show=False) for n in range(1, 10)],
        Binding("escape", "home", "home"),
    ]

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__(session, services)
        self.looked_at = own_choice(after_marking(self.attempt))
        self.is_broken = False

    def body(self) -> Iterable[Widget]:
        """One page to scroll through."""
        shown = self._shown({})
        reports = [
            OptionReport(shown.form, option, told is not None, number)
            for number, (option, told) in enumerate(zip(shown.options, self._told(), strict=True), start=1)
        ]
        yield VerticalScroll(
            Static(result_content(shown), id="result"),
            Static(lines(prose(flowed(shown.explanation))), id="explanation"),
            *reports,
            Static(reading_content(shown), id="reading"),
            id="page",
        )

    def _told(self) -> list[Evidence | None]:
        """The evidence that is told of each option; once only where several rest on it, as on a statement."""
        pieces = [self._evidence(option) for option in after_marking(self.attempt).options]
        return [each if pieces.index(each) == index else None for index, each in enumerate(pieces)]

    def _evidence(self, option: MarkedOption) -> Evidence | None:
        return self.attempt.question.evidence_for(option.id)

    def on_mount(self) -> None:
        """Show what is measured of the options, too, once it is: what has run already at once."""
        self.take_what_is_known()
        pieces = list(self._pieces())
        networks, store = self.session.watched, self.services.store
        axes = partial(axes_of_attempt, self.attempt, networks, store)
        for evidence in sorted(pieces, key=lambda each: not has_run(networks, each, store)):
            work = partial(picture, networks, evidence, store, axes)
            self.services.background.ask(PictureOf(self.attempt.id, evidence), work, urgent=True)
        self.judged()
        self.watch(self.query_one("#page"), "scroll_y", self.refresh_bindings, init=False)

    def work_done(self, key: Hashable) -> None:
        """Show what came of an option, or how the marks were judged."""
        super().work_done(key)
        if isinstance(key, PictureOf) and key.attempt == self.attempt.id:
            self.judged()

    def judged(self) -> None:
        """Show the marks as they are now, and what was measured."""
        found = {each: result for each in self._pieces() if (result := self._result(each)) is not None}
        shown = self._shown(found)
        self.query_one("#result", Static).update(result_content(shown))
        self.query_one("#explanation", Static).update(lines(prose(flowed(shown.explanation))))
        rows = zip(self.query(OptionReport), shown.options, self._told(), strict=True)
        for index, (report, option, evidence) in enumerate(rows):
            seen = self._picture(evidence) if evidence else None
            report.show(option, found.get(evidence) if evidence else None, seen)
            report.set_class(index == self.looked_at, "-looked-at")
        self.refresh_bindings()

    def _shown(self, found: Mapping[Evidence, Result]) -> AfterMarking:
        """What is known; texts wait for the numbers that they speak of, unless these do not come."""
        shown = after_marking(self.attempt, found)
        return shown if self.is_broken else while_measuring(shown, self.attempt, found)

    def broke_down(self, error: Exception) -> None:
        """Show the texts without the numbers that could not be measured."""
        super().broke_down(error)
        self.is_broken = True
        self.judged()

    def _pieces(self) -> Iterable[Evidence]:
        return filter(None, self._told())

    def _picture(self, evidence: Evidence) -> Picture | None:
        found = self.services.background.outcome(PictureOf(self.attempt.id, evidence))
        return found if isinstance(found, Picture) else None

    def _result(self, evidence: Evidence) -> Result | None:
        seen = self._picture(evidence)
        own = seen.result if seen else None
        if isinstance(self.attempt.form, TurnKnobs):
            return own
        return self.results.get(evidence) or own

    def experiments_shown(self) -> Mapping[str, Experiment]:
        """What the lab opens with: the networks of the option that is looked at, and their control."""
        evidence = self._evidence(after_marking(self.attempt).options[self.looked_at])
        names = [evidence.experiment, evidence.control] if evidence else []
        return {name: self.session.watched[name] for name in names if name}

    def action_look(self, index: int) -> None:
        """Look at an option: the lab opens with its networks."""
        reports = list(self.query(OptionReport))
        if index < len(reports):
            self.looked_at = index
            reports[index].scroll_visible(animate=False, top=True)
            self.judged()

    def on_option_report_clicked(self, message: OptionReport.Clicked) -> None:
        """A click looks at an option, too."""
        self.action_look(message.number - 1)

    def action_read_on(self) -> None:
        """The next page of the explanation."""
        self.query_one("#page").scroll_page_down(animate=False)

    @property
    def at_page_end(self) -> bool:
        """Whether all of the explanation has been on the screen."""
        page = self.query_one("#page")
        return page.scroll_target_y >= page.max_scroll_y - 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter reads on, and at the end goes on; there is nothing to observe where no networks were watched."""
        if action == "read_on":
            return self.is_mounted and not self.at_page_end
        if action == "observe":
            return self.attempt.watches
        return True

    def action_next(self) -> None:
        """The next question, or how it went."""
        if self.session.at_end:
            self.post_message(DeckFinished(self.session))
        else:
            self.post_message(PhaseChanged(self.session.at(self.session.position + 1)))

    def action_previous(self) -> None:
        """The question before this one."""
        self.post_message(PhaseChanged(self.session.at(self.session.position - 1)))

    def action_observe(self) -> None:
        """Back to the simulation."""
        self.post_message(PhaseChanged(self.session.with_current(self.attempt.observe())))

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#page").scroll_relative(y=by, animate=False)


class OptionReport(HorizontalGroup):
    """One option: its mark, its words, the author's feedback, what was measured, and how that looked in the end."""

    @dataclass
    class Clicked(Message):
        """The option was clicked."""

        number: int

    def __init__(self, form: Form, option: MarkedOption, waiting: bool, number: int) -> None:
        super().__init__()
        self.form, self.option, self.number = form, option, number
        self.measured = ["measuring ..."] if waiting else []
        self.network = ""
        self.picture = ChartView()

    def compose(self) -> ComposeResult:
        """The words, and the picture beside or below them."""
        yield Static(lines(self._content()), classes="said")
        yield self.picture

    def on_mount(self) -> None:
        """There is no picture yet."""
        self.picture.display = False

    def show(self, option: MarkedOption, found: Result | None, seen: Picture | None) -> None:
        """Show the option as it is marked now, with what was measured and how that looked if they are known."""
        self.option = option
        if seen is not None:
            self.measured = []
            self._draw(seen)
            self.network = seen.network
        self.measured = result_lines(self.form, found) if found else self.measured
        self.query_one(".said", Static).update(lines(self._content()))

    def _draw(self, seen: Picture) -> None:
        """The chart, in as many rows as it needs, within reason."""
        natural = isinstance(seen.chart, Bars | Pictures)
        rows = len(render(seen.chart, 44, None)) if natural else USUAL_ROWS
        self.picture.styles.height = min(rows, MOST_ROWS)
        self.picture.display = True
        self.picture.show(seen.chart)

    def on_click(self) -> None:
        """Tell the screen."""
        self.post_message(self.Clicked(self.number))

    def _content(self) -> Content:
        begin = f"{self.number} {box(self.form, self.option.picked)}"
        words = text(begin + flowed(self.option.said).replace("\n", "\n" + " " * len(begin)), "bold")
        feedback = [prose(flowed(self.option.feedback))] if self.option.feedback else []
        result = [text(line, "$foreground-muted") for line in (*self.measured, self.network) if line]
        return lines(words + text(" ") + mark_content(self.option.mark), *feedback, *result)


def result_content(shown: AfterMarking) -> Content:
    """Whether the answer was right, how sure it was, the credit with its rule, and the key where no mark says it."""
    of = " of your prediction" if isinstance(shown.form, TurnKnobs) else ""
    sure = f" You were {shown.certainty.value} sure{of}." if shown.certainty else ""
    style = "bold $text-success" if shown.right else "bold $text-warning"
    key = f"\n{shown.key}" if shown.key and (shown.unanswered or not _marks_say_it(shown)) else ""
    return text(shown.verdict, style) + text(f"{sure} {shown.credit_in_words}.{key}")


def _marks_say_it(shown: AfterMarking) -> bool:
    """Whether the marks of the options say what is right."""
    return isinstance(shown.form, PickOne | PickMany)


def reading_content(shown: AfterMarking) -> Content:
    """Where to read on."""
    works = [text(f"Read on: {title}\n         {url}", "$foreground-muted") for title, url in shown.reading]
    return lines(*works) if works else text("")

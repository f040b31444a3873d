"""The words that stand on screens, explained in place: all of them, to be searched and scrolled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from quizapp.text.terms import Term, search, terms_in
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, text

#: Words that stand on nearly every screen, and that everybody knows after the first question.
EVERYWHERE = ("layer", "unit", "weight", "bias", "network", "initialisation", "step", "task", "certainty", "activation")
#: Where the words stand that are to be understood first.
FIRST = ("#claim", "#diagnosis")
#: As many words of a screen are explained in its help.
MOST = 8


class GlossaryScreen(ModalScreen[None]):
    """All words with their lines; what is typed searches them."""

    DEFAULT_CSS = """
    GlossaryScreen {
        align: center middle;
        #glossary { width: 90; max-width: 96%; height: 90%; border: round $primary; padding: 0 1;
            background: $surface; }
        #words { height: 1fr; }
        Input { margin-bottom: 1; }
    }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "close"),
        Binding("down", "scroll(1)", "scroll down", show=False),
        Binding("up", "scroll(-1)", "scroll up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
    ]

    def __init__(self, first: Iterable[Term] = ()) -> None:
        super().__init__()
        self.first = tuple(first)

    def compose(self) -> ComposeResult:
        """A line to search in, and the words."""
        yield Vertical(
            Input(placeholder="type to search; up and down scroll; escape closes", id="search", compact=True),
            VerticalScroll(Static(terms_content(self._ordered("")), id="lines"), id="words"),
            id="glossary",
        )

    def _ordered(self, words: str) -> list[Term]:
        """What is found; without a search those of the screen below first."""
        found = search(words)
        return found if words.strip() else list(dict.fromkeys([*self.first, *found]))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search as it is typed."""
        found = self._ordered(message.value)
        self.query_one("#lines", Static).update(terms_content(found) if found else text("No such word."))
        self.query_one("#words").scroll_home(animate=False)

    def on_input_submitted(self) -> None:
        """Enter closes."""
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#words").scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        words = self.query_one("#words")
        words.scroll_relative(y=by * max(words.size.height - 1, 1), animate=False)


def terms_content(found: Iterable[Term]) -> Content:
    """Words with their lines, one below the other."""
    return lines(*(text(f"{term.name}: ", "bold") + text(term.line) for term in found))


def terms_on(screen: Screen[Any]) -> list[Term]:
    """The words that stand on a screen, those that tell what came out first, without those that stand everywhere."""
    told = [str(part.visual) for selector in FIRST for part in screen.query(selector).results(Static)]
    charts = [view.chart for view in screen.query(ChartView) if view.chart is not None and view.display]
    titles = [f"{chart.title} {chart.sentence}" for chart in charts]
    rest = [str(part.visual) for part in screen.query(Static) if part.region and part.display]
    found = terms_in(" ".join([*titles[:1], *told, *rest, *titles[1:]]))
    return [term for term in found if term.name not in EVERYWHERE][:MOST]

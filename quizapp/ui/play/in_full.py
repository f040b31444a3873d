"""The question in full over the screen that watches it: prompt, options, and what came of the one that is watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption
from quizapp.play.telling import Told
from quizapp.questions.answer_forms import Option
from quizapp.ui.inputs.choice_list import box, mark_content
from quizapp.ui.play.run_text import told_content
from quizapp.ui.shared.text import lines, text


class InFullScreen(ModalScreen[None]):
    """A page to scroll through, over the screen that it is about."""

    DEFAULT_CSS = """
    InFullScreen {
        align: center middle;
        #in-full { width: 90; max-width: 96%; height: auto; max-height: 90%; border: round $primary;
            padding: 0 2; background: $surface; }
    }
    """
    AUTO_FOCUS = "#in-full"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,enter,q", "dismiss", "close"),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, page: Content) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """All of it."""
        yield VerticalScroll(Static(lines(self.page)), id="in-full")

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#in-full").scroll_relative(y=by, animate=False)


def in_full(
    shown: BeforeCommit | AfterMarking,
    held: frozenset[str],
    found: Told | None,
    sentence: str = "",
    diagnosis: Content | None = None,
) -> Content:
    """The prompt, every option with its mark unless that is `held` back, all there is to tell of the run and its chart.

    `sentence` is what the chart says, and `diagnosis` what is wrong with the networks.
    """
    parts = [question_content(shown, held)]
    if found is not None:
        parts += [text(""), *(told_content(label, words) for label, words in (*found.words, *found.formula))]
    if sentence:
        parts += [text(""), told_content("chart", sentence)]
    if diagnosis:
        parts += [text(""), diagnosis]
    return lines(*parts, text(""), text("escape closes this.", "$foreground-muted"))


def question_content(shown: BeforeCommit | AfterMarking, held: frozenset[str] = frozenset()) -> Content:
    """The prompt and every option, with its mark if there is one that is not held back."""
    return lines(text(flowed(shown.prompt), "bold"), text(""), *_options(shown, held))


def _options(shown: BeforeCommit | AfterMarking, held: frozenset[str]) -> Iterator[Content]:
    picked = shown.answer if isinstance(shown.answer, frozenset) else frozenset()
    options: Sequence[Option | MarkedOption] = shown.options
    for number, option in enumerate(options, start=1):
        begin = f"{number} {box(shown.form, option.id in picked)}"
        if isinstance(option, MarkedOption):
            words = text(begin + _indented(option.said, len(begin)))
            yield words if option.id in held else words + mark_content(option.mark)
        else:
            yield text(begin + _indented(option.text, len(begin)))


def _indented(words: str, by: int) -> str:
    return flowed(words).replace("\n", "\n" + " " * by)

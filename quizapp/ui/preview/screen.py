"""Preview: a question as learners see it while its author writes it, its mistakes, and what the simulation says."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.checking.forecast import duration
from quizapp.checking.lint import Advice
from quizapp.checking.preview import Draft, QuestionCheck, check_question, fingerprints, first_changed, read_draft
from quizapp.deck.model import Deck
from quizapp.play.attempt import Attempt, attempt, drawn
from quizapp.play.session import start
from quizapp.runs.store import RunStore
from quizapp.ui.preview.texts import learner_content, problem_content, report_content, time_content
from quizapp.ui.shared.messages import PhaseChanged
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text
from sim.registry import nearest

#: Seconds between two looks at the file, and between two words on how far a run is.
LOOK, TOLD = 0.1, 0.25
MOST_PROBLEMS = 50


class _Overtaken(Exception):
    """Another question is to be checked, or the file was saved again."""


class PreviewScreen(QuizScreen):
    """Left: the question. Right: what is wrong with the file, or how the claims came out."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#question"
    HELP = (
        "The file is read again whenever it is saved, and the question that changed is shown. If nothing happens "
        "after you save, press r: some network folders tell late. Claims run on three networks here; "
        "quizapp check runs them on twenty."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5", "reload", "reload"),
        Binding("enter", "play", "play it"),
        Binding("n,right_square_bracket", "go(1)", "next question", key_display="n", id="next"),
        Binding("p,left_square_bracket", "go(-1)", "previous", key_display="p", id="previous"),
        Binding("x", "again", "another draw"),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, path: Path, seed: int = 0, store: RunStore | None = None, question: str | None = None) -> None:
        super().__init__()
        self.store = store or RunStore()
        #: The id of the question to begin with, until there is a deck to find it in.
        self.wanted = question
        self.draft = Draft(path)
        self.seen = fingerprints(self.draft)
        self.position, self.seed = 0, seed
        self.read_at = ""
        self.is_missing = False
        #: How often the file was read, and a question checked: what was begun before the last time has been overtaken.
        self.reading = self.checking = 0

    def body(self) -> Iterable[Widget]:
        """The question and the report beside or below each other."""
        yield Static(id="status")
        question = VerticalScroll(Static(id="as-seen"), id="question")
        report = VerticalScroll(Static(id="found"), id="report")
        yield Horizontal(question, report, id="sides")

    def heading(self, width: int) -> str:
        """The file and the question."""
        deck = self.draft.deck
        where = f" · question {self.position + 1} of {len(deck.questions)}" if deck else ""
        return f" preview · {self.draft.path.name}{where}"[:width]

    def on_mount(self) -> None:
        """Read the file, and look whether it was saved."""
        self.action_reload()
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        """Read the file if it was saved, or if it is still missing: some editors take it away before they write it."""
        now = fingerprints(self.draft)
        is_back_soon = now[0] is None and not self.is_missing
        self.is_missing = now[0] is None
        if now != self.seen and not is_back_soon:
            self.seen = now
            self.action_reload()

    def action_reload(self) -> None:
        """Read the file now; what runs for an earlier version ends before its next training step."""
        self.checking += 1
        self.query_one("#status", Static).update(text("reading ..."))
        self.reading += 1
        self._read(self.reading)

    @work(thread=True, exclusive=True, group="read")
    def _read(self, turn: int) -> None:
        draft = read_draft(self.draft.path, self.draft)
        if self.is_attached:
            self.app.call_from_thread(self._take, draft, turn)

    def _take(self, draft: Draft, turn: int) -> None:
        if turn != self.reading:
            return
        changed = first_changed(self.draft.deck, draft.deck) if draft.deck and self.draft.deck else None
        self.draft, self.read_at = draft, datetime.now().strftime("%H:%M:%S")
        self.seen = fingerprints(draft) if len(self.seen) != len(fingerprints(draft)) else self.seen
        if changed is not None:
            self.position = changed
        if draft.deck and self.wanted is not None:
            self._begin_with(draft.deck, self.wanted)
        self._show()

    def _begin_with(self, deck: Deck, wanted: str) -> None:
        self.wanted, names = None, [question.id for question in deck.questions]
        if wanted in names:
            self.position = names.index(wanted)
        else:
            self.notify(f"there is no question {wanted!r}{nearest(wanted, names)}", severity="warning", markup=False)

    @property
    def attempt(self) -> Attempt | None:
        """A fresh attempt at the question shown; None while the file was never right."""
        deck = self.draft.deck
        return attempt(drawn(deck.variants(deck.questions[self.position]), self.seed), self.seed) if deck else None

    def _show(self) -> None:
        deck, error = self.draft.deck, self.draft.error
        self.position = min(self.position, len(deck.questions) - 1) if deck else 0
        shown = self.attempt
        self.checking += 1
        self.show_heading()
        self.query_one("#question").set_class(error is not None, "-stale")
        self.query_one("#as-seen", Static).update(
            learner_content(shown) if shown else text("There is nothing to show before the file can be read.")
        )
        if deck and error is None:
            self._status("no mistakes in how it is written")
            self.query_one("#found", Static).update(text("running the claims ...", "$foreground-muted"))
            self._check(deck, self.position, self.checking)
        elif error:
            count = len(error.problems)
            stale = "; the question is as it was before" if shown else ""
            self._status(f"{count} mistake{'s' * (count != 1)}{stale}", "bold $text-error")
            room = self.query_one("#report").content_size.width
            self.query_one("#found", Static).update(
                lines(*(problem_content(problem, room) for problem in error.problems[:MOST_PROBLEMS]))
            )

    def _status(self, words: str, style: str = "") -> None:
        self.query_one("#status", Static).update(
            text(f"read at {self.read_at}: ", "$foreground-muted") + text(words, style) + text("; r reads it again")
        )

    @work(thread=True, exclusive=True, group="check", exit_on_error=False)
    def _check(self, deck: Deck, position: int, turn: int) -> None:
        begun = told = time.monotonic()

        def look(done: float, total: float) -> None:
            nonlocal told
            if turn != self.checking or not self.is_attached:
                raise _Overtaken
            if (now := time.monotonic()) - told > TOLD:
                told = now
                self.app.call_from_thread(self._still_running, done, total, now - begun, turn)

        with suppress(_Overtaken):
            found = check_question(deck, position, self.store, look)
            look(1, 1)
            self.app.call_from_thread(self._judged, found, turn)

    def _still_running(self, done: float, total: float, seconds: float, turn: int) -> None:
        if turn == self.checking:
            left = duration(seconds * (total - done) / done) if done else "some time"
            percent = f"{done / total:.0%}" if total else "0%"
            self.query_one("#found", Static).update(text(f"running the claims: {percent}, about {left} left ..."))

    def _judged(self, found: QuestionCheck, turn: int) -> None:
        if turn == self.checking:
            self.query_one("#found", Static).update(
                lines(time_content(found), report_content(found.report), *self._shown_problems(found.warnings))
            )

    def _shown_problems(self, warnings: Iterable[Advice]) -> Iterable[Content]:
        room = self.query_one("#report").content_size.width
        return (problem_content(each.problem, room, f"warning {each.code}, ") for each in warnings)

    def action_go(self, by: int) -> None:
        """Look at another question."""
        if self.draft.deck:
            self.position = (self.position + by) % len(self.draft.deck.questions)
            self._show()

    def action_again(self) -> None:
        """Another order of the choices, and another draw of what varies."""
        self.seed += 1
        shown = self.attempt
        if shown:
            self.query_one("#as-seen", Static).update(learner_content(shown))

    def action_play(self) -> None:
        """Play the question as a learner does, from predict to explain."""
        deck = self.draft.deck
        if deck:
            self.post_message(PhaseChanged(start(deck, self.seed, [deck.questions[self.position]])))

    def action_scroll(self, by: int) -> None:
        """Scroll the report, or the question, by a line."""
        side = self.query_one("#report" if self.query_one("#report").max_scroll_y else "#question")
        side.scroll_relative(y=by, animate=False)

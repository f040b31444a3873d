"""Voting: the question, its options and how sure one is; what is sent is told to be saved, or why it is not yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_data import answer_as_data
from quizapp.questions.answer_forms import EnterNumber, EnterText, PickMany
from quizapp.room.client.question import Asked, before_commit_of
from quizapp.room.join import words
from quizapp.room.join.ballots import Cast, Fate
from quizapp.room.join.drafts import Draft, is_sent, next_step
from quizapp.room.join.member import Member
from quizapp.room.join.tui.following import Following
from quizapp.ui.inputs.adapters import input_for
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.play.certainty_bar import CertaintyBar
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import lines, text

STYLE = {
    Fate.SENDING: "$text-muted",
    Fate.SAVED: "bold $text-success",
    Fate.WAITING: "bold $text-warning",
    Fate.REFUSED: "bold $text-error",
}
SIGN = {Fate.SENDING: "…", Fate.SAVED: "✓", Fate.WAITING: "…", Fate.REFUSED: "✗"}
Keep = Callable[[Asked, int, Draft], None]


class VoteScreen(Following):
    """A question in one of its rounds, and until the next."""

    AUTO_FOCUS = "#answer"
    HELP = (
        "Read the question, pick your answer, say how sure you are if you like, and send it with enter. Saved means "
        "that it is on the room's disk. While the vote is open you can send another answer; the last one counts. "
        "Nobody sees who answered what."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on"),
        Binding("h,f2", "hint", "hint", id="hint"),
        Binding("escape", "back", "back to the answer", show=False),
        *[Binding(letter, f"letter({n})", show=False) for n, letter in enumerate("abcdefg")],
    ]

    def __init__(self, member: Member, asked: Asked, number: int, draft: Draft, keep: Keep) -> None:
        super().__init__(member)
        self.asked, self.number, self.draft, self.keep = asked, number, draft, keep
        self.sure_of_none = False
        self.answer = input_for(self.question, id="answer", names=list(asked.letters.values()))

    @property
    def is_open(self) -> bool:
        """Whether this vote is taken now."""
        seen = self.member.stand
        return bool(seen and seen.open and seen.round == self.number and seen.asked and seen.asked.id == self.asked.id)

    @property
    def question(self) -> BeforeCommit:
        """What the widgets of a quiz show."""
        draft = self.draft
        return before_commit_of(self.asked, draft.answer, draft.certainty, draft.hints, closed=not self.is_open)

    @property
    def cast(self) -> Cast | None:
        """The vote that was sent last in this round."""
        return self.member.ballots.of(self.asked.id, self.number)

    def parts(self) -> Iterable[Widget]:
        """The prompt, the options, the hints, how sure, and how one's answer stands."""
        yield VerticalScroll(
            Static(text(flowed(self.asked.prompt)), id="prompt"),
            Static(text(words.how(self.asked)), id="how"),
            id="question",
            can_focus=False,
        )
        yield self.answer
        yield Static(id="hints")
        typed = isinstance(self.asked.form, EnterNumber | EnterText)
        yield CertaintyBar(
            self.draft.certainty, typed, self.asked.asks_certainty, id="certainty", commits="Send", points=False
        )
        yield Static(id="standing")
        yield Static(id="next-step")

    def follow(self) -> None:
        """Show what is new in the room; hints come with the discussion."""
        super().follow()
        seen = self.member.stand
        if seen is not None and seen.asked is not None and seen.asked.id == self.asked.id:
            self.asked = seen.asked
        self._show()

    def _take(self, draft: Draft) -> None:
        self.draft = draft
        self.keep(self.asked, self.number, draft)
        self._show()

    def _show(self) -> None:
        is_open = self.is_open
        self.answer.show(self.question)
        self.answer.disabled = not is_open and not isinstance(self.answer, ChoiceList)
        bar = self.query_one(CertaintyBar)
        bar.show(self.draft.certainty)
        bar.display = is_open
        self._show_hints()
        self._show_standing()
        self._show_next_step()
        self.refresh_bindings()

    def _show_hints(self) -> None:
        shown = self.question
        hints = [
            text(f"Hint {n} of {shown.hints_in_all}: {flowed(hint)}") for n, hint in enumerate(shown.hints, start=1)
        ]
        self.query_one("#hints", Static).update(lines(*hints))
        self.query_one("#hints").display = bool(hints)

    def _show_standing(self) -> None:
        """How the vote that was sent stands, and before there is one how one voted in the first round."""
        seen, cast, standing = self.member.stand, self.cast, self.query_one("#standing", Static)
        if cast is not None and seen is not None:
            counted = self.member.ballots.counts(self.asked.id, self.number)
            told = text(f"{SIGN[cast.fate]} {words.fate(self.asked, cast, seen, counted)}", STYLE[cast.fate])
        elif self.is_open and seen is not None:
            told = text(words.before(seen, self.member.ballots), "$text-muted")
        else:
            told = text(words.NOTHING_SENT)
        standing.update(told)

    def _show_next_step(self) -> None:
        step = self.query_one("#next-step", Static)
        if self.is_open:
            sure = self.query_one(CertaintyBar).has_focus
            step.update(text(next_step(self.asked, self.draft, self.cast, sure)))
        elif self.member.stand is not None:
            step.update(text(words.what_now(self.member.stand), "bold $text-accent"))

    def on_descendant_focus(self) -> None:
        """What is next depends on where the participant is."""
        self._show_next_step()

    def on_answered(self, message: Answered) -> None:
        """Take the answer, while it can be given."""
        self.sure_of_none = False
        if self.is_open:
            self._take(replace(self.draft, answer=message.answer))

    def on_input_submitted(self) -> None:
        """Enter after what is typed goes on as everywhere."""
        self.action_go_on()

    def on_certainty_bar_chosen(self, message: CertaintyBar.Chosen) -> None:
        """Note how sure the participant is, and wait there for enter."""
        self.query_one(CertaintyBar).focus()
        self._take(replace(self.draft, certainty=message.certainty))

    def on_certainty_bar_commit(self) -> None:
        """The button sends from anywhere."""
        self._go_on(sending=True)

    def action_go_on(self) -> None:
        """From the answer to how sure, and from there send; after what was typed just before has come in."""
        asks = self.asked.asks_certainty
        self.call_later(self._go_on, self.query_one(CertaintyBar).has_focus or not asks)

    def _go_on(self, sending: bool) -> None:
        shown = self.question
        if not self.is_open:
            self.notify("No vote is open now.", markup=False)
        elif isinstance(shown.form, PickMany) and not shown.answer and not self.sure_of_none:
            self.sure_of_none = True
            self.notify("Nothing is ticked. Tick what is right, or press enter again if you mean none.", markup=False)
        elif shown.missing is not None:
            self.answer.focus()
            self.notify(f"Please {shown.missing} first.", markup=False)
        elif not sending:
            self.query_one(CertaintyBar).focus()
        else:
            self._send()

    def _send(self) -> None:
        """Send what stands there, unless just that was sent already.

        Where how sure one is was asked for, that stays in front, so that 1, 2 and 3 still say it.
        """
        if not is_sent(self.asked, self.draft, self.cast):
            sure = self.draft.certainty
            self.member.vote(answer_as_data(self.asked.form, self.draft.answer), sure.value if sure else None)
        (self.query_one(CertaintyBar) if self.asked.asks_certainty else self.answer).focus()
        self._show()

    def action_letter(self, place: int) -> None:
        """A letter picks an option from wherever one is."""
        if isinstance(self.answer, ChoiceList) and place < len(self.answer.options):
            self.answer.focus()
            self.answer.action_pick_by_letter(place)

    def action_hint(self) -> None:
        """Show one more hint."""
        self._take(replace(self.draft, hints=self.draft.hints + 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a hint while there is one, and enter while a vote is open."""
        if action == "go_on":
            return self.is_open
        return action != "hint" or self.draft.hints < len(self.asked.hints)

    def action_back(self) -> None:
        """From the certainty back to the answer."""
        self.answer.focus()

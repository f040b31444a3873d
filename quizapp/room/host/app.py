"""The facilitator's app: what each key does."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from quizapp.room.course.phases import Phase
from quizapp.room.host.address_screen import AddressScreen
from quizapp.room.host.film_app import FilmApp
from quizapp.room.host.hands_dialog import HandsDialog
from quizapp.room.host.keys import COUNTED, HANDS_FOR, REOPENS, allowed
from quizapp.room.host.leave_dialog import LeaveDialog, Leaving
from quizapp.room.host.linked_app import State
from quizapp.room.host.running import Wish
from quizapp.room.host.times import about_time, problem_with_time, seconds_of
from quizapp.room.host.warnings import Warned, warning_before
from quizapp.room.host.words import NO_HANDS, following, jump_entries, next_question, phase_of, question_at
from quizapp.room.server.addresses import EVERYWHERE, LOOPBACK, Reach, own_addresses
from quizapp.room.store.serving import Serving
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.play.ask_dialog import AskDialog

MINUTE = 60
END = (
    "Phones and the projector say that the session is over. All votes stay in the file of the room.",
    "Until you leave, b takes it back.",
)


class HostApp(FilmApp):
    """The facilitator's screen of one room; `hands` asks for counts at each vote, as nobody has a phone."""

    TITLE = "quizapp host"
    CSS_PATH = "../../ui/shared/quiz_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("f1", "help", "help", show=False),
        Binding("g", "glossary", "words", show=False),
        Binding("ctrl+t", "theme", "dark, light or the terminal's own colours", show=False),
    ]

    def heard(self, before: State | None, state: State) -> None:
        """Fetch the runs once they are told, and ask for hands where a vote opens and nobody has a phone."""
        if before is not None and _question(before) != _question(state):
            self.film = None
        self.want_film()
        came = before is None or (_question(before), before["phase"]) != (_question(state), state["phase"])
        if came and self.hands and state["open"]:
            self.call_later(self.action_hands)

    # The course

    def action_next(self) -> None:
        """Go on to what usually follows."""
        state = self.state
        if state is None or self.busy:
            return
        ahead = following(state)
        if ahead is None:
            self.action_end()
        elif self.may(warning_before(state, *ahead, self.hands)):
            self._go(*ahead)

    def action_reveal(self) -> None:
        """Reveal the answer at once, once it was asked for twice."""
        if self.state is not None and not self.busy and self.may(Warned.REVEAL):
            self._go(Phase.REVEAL, self.state["question"]["id"])

    def _go(self, phase: Phase, question: str) -> None:
        is_here = self.state is not None and self.state["question"] and self.state["question"]["id"] == question
        self.send(self.link.go(phase.value, None if is_here else question))

    def action_next_question(self) -> None:
        """Leave this question as it is, and ask the next one."""
        question = self.state and next_question(self.state)
        if question:
            self._go(Phase.ROUND1, question)

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.send(self.link.control("undo"))

    def action_time(self) -> None:
        """A minute more."""
        self.send(self.link.control("time", more=MINUTE))

    def action_set_time(self) -> None:
        """Type how much time there is."""

        def set_to(typed: str | None) -> None:
            if typed is not None:
                self.send(self.link.control("time", seconds=seconds_of(typed)))

        screen = TypeScreen("Time for this vote", about_time(), "", problem_with_time)
        self.push_screen(screen, set_to)

    def action_show(self) -> None:
        """Show the bars on the projector, or hide them."""
        if self.state is not None:
            self.send(self.link.control("show", shown=not self.state["facilitator"]["shown"]))

    def action_private(self) -> None:
        """Show the key and the figures here, or hide them."""
        self.private = not self.private
        self.show()

    def action_skip(self) -> None:
        """Let the question not count, or count again."""
        if self.state is not None:
            self.send(self.link.control("skip", skipped=not self.state["facilitator"]["skipped"]))

    def action_reopen(self) -> None:
        """Open the vote again that was closed last."""
        if self.state is not None:
            self.send(self.link.go(REOPENS[phase_of(self.state)].value))

    def action_jump(self) -> None:
        """Pick a question to go to."""
        state = self.state
        if state is None:
            return

        def jump(entry: str | None) -> None:
            if entry is not None:
                question = question_at(entry, state)
                told = {each["question"]: each["told"] for each in state["facilitator"]["agenda"]}[question]
                self._go(Phase.REVEAL if told else Phase.ROUND1, question)

        self.push_screen(PickScreen("Jump to", jump_entries(state), max(state["number"] - 1, 0)), jump)

    def action_hands(self) -> None:
        """Type how many hands were raised; where nobody has a phone, that ends the vote."""
        state = self.state
        if state is None or isinstance(self.screen, ModalScreen) or phase_of(state) not in COUNTED:
            return
        if state["question"]["form"] not in HANDS_FOR:
            self.notify(NO_HANDS, timeout=10, markup=False)
            return
        number, item = COUNTED[phase_of(state)], state["question"]["id"]

        def counted(counts: dict[str, int] | None) -> None:
            if counts is None:
                return
            sent: list[Awaitable[Mapping[str, Any]]] = [
                self.link.control("hands", round=number, counts=counts, question=item)
            ]
            if self.hands and state["open"]:
                sent.append(self.link.go(f"round{number}_closed"))
            self.send(*sent)

        now = state["facilitator"]["hands"][str(number)]
        self.push_screen(HandsDialog(number, state["question"]["choices"], now), counted)

    def action_end(self) -> None:
        """End the session, once that is agreed to."""

        def end(agreed: bool | None) -> None:
            if agreed:
                self.send(self.link.control("end"))

        self.push_screen(AskDialog("End the session?", END, "enter ends it · escape goes on"), end)

    # The address

    def action_address(self) -> None:
        """Show the address and the QR code."""

        def then(choose: bool | None) -> None:
            if choose:
                self.action_choose()

        self.push_screen(AddressScreen(self.serving, self.state, self.hands), then)

    def action_choose(self) -> None:
        """Choose the address at which others reach the room; the server starts again on it."""
        good = [each for each in own_addresses() if each.reach not in (Reach.LOOPBACK, Reach.LINK)]
        entries = [(each.ip, f"{each.interface}: {each.reach.value}") for each in good]
        entries += [(EVERYWHERE[0], "all of them at once, also those of networks that you may not mean")]
        entries += [(LOOPBACK, "nobody but this machine")]

        def chosen(address: str | None) -> None:
            if address is not None and address != self.serving.address:
                self.run_worker(self.move(Wish(address, self.serving.port, self.serving.more)), group="server")

        self.push_screen(PickScreen("Where others reach the room", entries), chosen)

    # Leaving

    def action_leave(self) -> None:
        """Ask what becomes of the room, and leave."""

        def leave(way: Leaving | None) -> None:
            if way is Leaving.END:
                self.run_worker(self.end_and_leave(), group="server")
            elif way is Leaving.OPEN:
                self.exit()

        if self.served and self.stays and self.state is not None and self.state["over"]:
            leave(Leaving.END)  # nobody can go on in a session that is over
        elif self.served and self.stays:
            self.push_screen(LeaveDialog(resume_command(self.path)), leave)
        else:
            self.exit()

    def action_help(self) -> None:
        """Say what this screen is for, and which keys there are."""
        from quizapp.ui.shared.help import help_for

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(help_for(self.screen))

    def action_glossary(self) -> None:
        """Show what the words on this screen mean."""
        from quizapp.ui.shared.glossary import GlossaryScreen, terms_on

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(GlossaryScreen(terms_on(self.screen)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether there is such a key now."""
        return allowed(action, self.state, self.served, self.hands)


def _question(state: State) -> object:
    return state["question"] and state["question"]["id"]


def resume_command(path: Path) -> str:
    """The command that comes back to a room."""
    return f"quizapp host --resume {path}"


def run_host(path: Path, serving: Serving, hands: bool, stays: bool = True) -> HostApp:
    """Open the facilitator's screen until it is left; `stays` says that the room may stay open without it."""
    from quizapp.settings.file import read_settings
    from quizapp.text.terminal import locale_is_ascii_only

    app = HostApp(path, serving, hands, locale_is_ascii_only(), read_settings())
    app.stays = stays
    app.run()
    return app

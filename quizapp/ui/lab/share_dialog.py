"""What is in the lab, to take away: its code, and a text in one of several forms, kept in a file where it can be found.

A terminal does not say whether it took what was sent to its clipboard; so nothing here says that it did.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizapp.evidence.results import EndsOf
from quizapp.lab.code import code_of
from quizapp.lab.forms import FORMS, Form, NoForm, Shared, form
from quizapp.lab.sharing import kept_at, save
from quizapp.record.place import record_folder
from quizapp.runs.store import RunStore
from quizapp.text.file_names import BadName, plain
from quizapp.ui.lab.click_words import keys_content
from quizapp.ui.lab.overtaken import Overtaken, ends_for
from quizapp.ui.shared.text import text

KEYS = (("w writes it to a file here", "write"), ("y copies again", "copy"), ("escape closes", "dismiss"))
RUNNING = "Running the networks of A and of B, to find what tells them apart ..."


class FormTab(Static):
    """The name of a form, with its key; a click shows it."""

    def __init__(self, number: int, name: str, chosen: Callable[[str], object]) -> None:
        super().__init__(text(f"{number} {name}"), id=f"form-{name.lower()}")
        self.form_name, self.chosen = name, chosen

    def on_click(self, event: Click) -> None:
        """Show this form."""
        event.stop()
        self.chosen(self.form_name)


class ShareScreen(ModalScreen[None]):
    """The texts over the screen; `shown` is the one that is seen, or empty while it is being made."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "close"),
        Binding("w", "write", "write to a file"),
        Binding("y", "copy", "copy again"),
        Binding("Y,upper_y", "copy_code", "copy the code", key_display="Y"),
        Binding("left", "next(-1)", "form before", show=False),
        Binding("right", "next(1)", "next form", show=False),
        *[
            Binding(str(number), f"show({each.name!r})", f"form {each.name}", show=False)
            for number, each in enumerate(FORMS, 1)
        ],
        Binding("j,down", "scroll(1)", "scroll down", show=False),
        Binding("k,up", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, taken: Shared, store: RunStore, name: str = FORMS[0].name) -> None:
        super().__init__()
        self.taken, self.store, self.form = taken, store, form(name)
        self.code = code_of(taken.pair, taken.view)
        self.shown = ""

    def compose(self) -> ComposeResult:
        """The code, the forms, the text in one of them, the line for a file, and how that went."""
        yield Vertical(
            Static(id="title", classes="title"),
            Static(text(f"quizapp lab {self.code}", "bold"), id="code"),
            Static(keys_content(("opens both, in this view, anywhere; Y copies it", "copy_code")), classes="keys"),
            Horizontal(
                *(FormTab(number, each.name, self.action_show) for number, each in enumerate(FORMS, 1)), id="forms"
            ),
            Static(id="about-form"),
            VerticalScroll(Static(id="text"), id="shared"),
            Input(id="file"),
            Static(id="problem"),
            Static(keys_content(*KEYS), classes="keys"),
            classes="dialog",
        )

    def on_mount(self) -> None:
        """Show the form that was asked for."""
        self.query_one("#file").display = False
        self.action_show(self.form.name)

    def action_show(self, name: str) -> None:
        """Show another form."""
        self.form = form(name)
        self.query_one("#title", Static).update(text(self.form.title(self.taken), "bold"))
        self.query_one("#about-form", Static).update(text(self.form.about, "$text-muted"))
        self.query_one("#file", Input).value = self.form.file(self.taken)
        self.query_one("#file").display = False
        for tab in self.query(FormTab):
            tab.set_class(tab.form_name == name, "-chosen")
        if self.form.slow:
            self._show_text("", RUNNING)
            self._run(self.form)
        else:
            self._write(self.form)

    def action_next(self, by: int) -> None:
        """Show the next form, or the one before."""
        names = [each.name for each in FORMS]
        self.action_show(names[(names.index(self.form.name) + by) % len(names)])

    @work(thread=True, group="share", exclusive=True, exit_on_error=False)
    def _run(self, wanted: Form) -> None:
        """Write a form for which networks run, and show it if it is still asked for."""
        worker = get_current_worker()
        with suppress(Overtaken):
            found = _written(wanted, self.taken, ends_for(worker, self.store))
            self.app.call_from_thread(self._found, wanted, *found)

    def _write(self, wanted: Form) -> None:
        self._found(wanted, *_written(wanted, self.taken, self.store.ends))

    def _found(self, wanted: Form, written: str, problem: str) -> None:
        if wanted is self.form and self.is_attached:
            self._show_text(written, problem)
            if written:
                self.action_copy()

    def _show_text(self, written: str, instead: str) -> None:
        self.shown = written
        self.query_one("#text", Static).update(text(written or instead))
        self.query_one("#shared").scroll_home(animate=False)
        self._say("", "")

    def action_copy(self) -> None:
        """Send it to the clipboard of the terminal, and keep it in a file."""
        if self.shown:
            self._send(self.shown, self.form.file(self.taken))

    def action_copy_code(self) -> None:
        """Send the code there."""
        self._send(self.code, "lab-code.txt")

    def _send(self, shared: str, file: str) -> None:
        self.app.copy_to_clipboard(shared)
        place = record_folder()
        kept = kept_at(place / "lab" if place else None, shared, file)
        also = f"it also stands in {kept}" if kept else "w writes it to a file"
        self._say(f"Sent to the terminal's clipboard; if nothing can be pasted, {also}.", "$text-muted")

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#shared").scroll_relative(y=by, animate=False)

    def action_write(self) -> None:
        """Ask for the name of a file."""
        if self.shown:
            line = self.query_one("#file", Input)
            line.display = True
            line.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the file, or say why not."""
        message.stop()
        try:
            path = save(self.shown, plain(message.value, self.form.ending))
        except BadName as error:
            self._say(f"This cannot be written: a name {error}.", "$text-error")
        except FileExistsError:
            self._say(f"{message.value} exists already; choose another name.", "$text-error")
        except OSError as error:
            self._say(f"{message.value} cannot be written: {error.strerror or error}.", "$text-error")
        else:
            self.query_one("#file").display = False
            self.set_focus(None)
            self._say(f"Written to {path}.", "$text-success")

    def _say(self, words: str, style: str) -> None:
        self.query_one("#problem", Static).update(text(words, style))


def _written(wanted: Form, taken: Shared, ends: EndsOf) -> tuple[str, str]:
    """The text, or why there is none."""
    try:
        return wanted.text(taken, ends), ""
    except NoForm as error:
        return "", str(error)

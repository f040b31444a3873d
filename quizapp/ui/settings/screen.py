"""Settings: what can be set, each with what it does; a change counts at once and is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quizapp.settings.file import CannotWrite, Found, with_keys, with_value, write_value
from quizapp.settings.keys import ACTIONS, read_keys
from quizapp.settings.model import SETTINGS, Setting, Settings, Value
from quizapp.ui.settings.key_dialog import KeyDialog
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text

#: What counts from the next start on, as all that is open rests on it.
AT_NEXT_START = ("profile", "data_folder", "plain")
#: The cells that the longest name of a setting or an action takes.
NAMES = max(len(name) for name in (*(each.name for each in SETTINGS), *ACTIONS)) + 2


@dataclass
class SettingsChanged(Message):
    """Something was set."""

    settings: Settings


class SettingsList(OptionList):
    """The list, in which left and right go through values."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "screen.turn(1)", "turn", key_display="← →"),
        Binding("left", "screen.turn(-1)", "turn down", show=False),
    ]


class SettingsScreen(QuizScreen):
    """All settings in a list, the keys below them."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#settings"
    HELP = (
        "Choose a setting with the arrow keys; left and right go through its values, enter types one or goes on. "
        "For a key, press enter and then the key. All of it counts at once and is written into a file with comments, "
        "which you can also edit; a line that is taken out counts as its default."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,delete", "default", "back to its default"),
        Binding("escape", "close", "back"),
        Binding("comma", "close", "settings", show=False),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.settings, self.path = found.settings, found.path
        self.notes = found.notes

    def body(self) -> Iterable[Widget]:
        """Where the file is and what in it is wrong, the list, and a line to type in."""
        yield Static(self._about_content(), id="file")
        yield SettingsList(*self._options(), id="settings", markup=False)
        yield Static(id="how")
        typed = Input(id="typed")
        typed.display = False
        yield typed

    def heading(self, width: int) -> str:
        """What this is."""
        return " quizapp · settings"

    def on_mount(self) -> None:
        """Say what the first setting does."""
        self.query_one("#settings", OptionList).highlighted = 0
        self._tell()

    def _about_content(self) -> Content:
        where = f"Kept in {self.path}." if self.path else "There is no folder for settings: they count until you quit."
        return lines(text(where, "$foreground-muted"), *(text(note, "$text-warning") for note in self.notes))

    def _options(self) -> list[Option]:
        rows = [
            Option(self._row_content(each.name, in_words(self.settings[each.name])), each.name) for each in SETTINGS
        ]
        keys = [Option(self._row_content(f"key: {name}", self._keys(name)), f"key: {name}") for name in ACTIONS]
        return [*rows, *keys]

    def _row_content(self, name: str, value: str) -> Content:
        return text(f"{name:<{NAMES + 5}}") + text(value, "bold $text-primary")

    def _keys(self, action: str) -> str:
        return self.settings.keys.get(action, ACTIONS[action][0]).replace(",", " ").replace("comma", ",")

    @property
    def _list(self) -> OptionList:
        return self.query_one("#settings", OptionList)

    @property
    def chosen(self) -> str:
        """The name of the row that is highlighted."""
        return [*(each.name for each in SETTINGS), *(f"key: {name}" for name in ACTIONS)][self._list.highlighted or 0]

    @property
    def setting(self) -> Setting | None:
        """The setting that is highlighted, None for a key."""
        return next((each for each in SETTINGS if each.name == self.chosen), None)

    @property
    def action(self) -> str:
        """The action whose key is highlighted."""
        return self.chosen.removeprefix("key: ")

    def on_option_list_option_highlighted(self) -> None:
        """Say what the setting does."""
        self._tell()

    def _tell(self) -> None:
        setting = self.setting
        if setting is None:
            words = f"The key for {ACTIONS[self.action][1]}. Press enter, and then the key."
        else:
            later = " It counts from the next start on." if setting.name in AT_NEXT_START else ""
            how = "← and → go through the values." if setting.choices else "Press enter to type it."
            words = f"{setting.about} {how}{later}"
        self.query_one("#how", Static).update(text(words, "italic"))

    def on_option_list_option_selected(self) -> None:
        """Go to the next value, type one, or wait for a key."""
        setting = self.setting
        if setting is None:
            self.app.push_screen(KeyDialog(ACTIONS[self.action][1]), self._take_key)
        elif setting.choices:
            self.action_turn(1)
        else:
            typed = self.query_one("#typed", Input)
            typed.value, typed.display = str(self.settings[setting.name]), True
            typed.focus()

    def _take_key(self, key: str | None) -> None:
        """Take the key that was waited for; None leaves it as it is."""
        if key is None:
            return
        action = self.action
        keys, wrong = read_keys({**self.settings.keys, action: key})
        if action in wrong:
            self.notify(f"The key of {action} {wrong[action]}.", severity="warning", markup=False)
        else:
            self._set(with_keys(self.settings, action, keys[action]), action, key, "keys")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take what was typed."""
        message.stop()
        setting = self.setting
        if setting is not None and self._take(setting, message.value):
            self._close_line()

    def _take(self, setting: Setting, value: Value) -> bool:
        try:
            value = setting.read(value)
        except ValueError as error:
            self.notify(f"{setting.name} {error}.", severity="warning", markup=False)
            return False
        self._set(with_value(self.settings, setting.name, value), setting.name, value)
        return True

    def _close_line(self) -> None:
        self.query_one("#typed").display = False
        self._list.focus()

    def _set(self, settings: Settings, name: str, value: Value, table: str | None = None) -> None:
        """Let settings count, and write down what is new in them."""
        self.settings = settings
        try:
            write_value(self.path, name, value, table)
        except CannotWrite as why:
            self.notify(f"It counts until you quit: {why}.", severity="warning", markup=False)
        self.app.post_message(SettingsChanged(settings))
        self._show()

    def _show(self) -> None:
        for index, option in enumerate(self._options()):
            self._list.replace_option_prompt_at_index(index, option.prompt)
        self._tell()

    def action_turn(self, by: int) -> None:
        """Take the next of the values that a setting can have."""
        setting = self.setting
        if setting is not None and setting.choices:
            now = self.settings[setting.name]
            at = setting.choices.index(now) if now in setting.choices else -1 if by > 0 else 0
            self._take(setting, setting.choices[(at + by) % len(setting.choices)])

    def action_default(self) -> None:
        """Take the default again."""
        setting = self.setting
        if setting is not None:
            self._take(setting, setting.default)
        else:
            self._take_key(ACTIONS[self.action][0])

    def action_close(self) -> None:
        """Back to what was in front, or from the line to the list."""
        if self.query_one("#typed").display:
            self._close_line()
        else:
            self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Highlight the next or previous setting."""
        self._list.action_cursor_down() if by > 0 else self._list.action_cursor_up()


def in_words(value: Value) -> str:
    """A value as people say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value != "" else "the usual place"

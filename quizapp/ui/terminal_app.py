"""The app as the terminal has it: its colours and letters, how much moves, its size, and inputs one after another.

It knows nothing of what is played.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Callback, Event, InputEvent, Key, Paste, Resize
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList

from quizapp.ui.ascii_mode import InAscii, key_name
from quizapp.ui.driver_guard import guarded
from quizapp.ui.motion import animation_level
from quizapp.ui.one_by_one import OneByOne
from quizapp.ui.shared.text import spell_in_ascii
from quizapp.ui.theme import PALETTES, THEMES

#: Seconds between two chances for another thread to run: short, so that a key is answered while networks train.
SWITCH_INTERVAL = 0.0005
#: Columns and rows of the smallest window that is laid out: a narrower one is cut. Padding and borders leave their
#: texts no column at all in less, which Textual does not survive.
LEAST = Size(20, 1)


class TerminalApp(App[None], inherit_bindings=False):
    """An app in one of our themes, perhaps in ASCII alone, in which each input has its effect before the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "theme", "dark, light or the terminal's own colours", show=False, id="theme"),
        Binding("ctrl+c", "quit", "quit", show=False, priority=True, system=True),
        Binding("ctrl+z", "suspend_process", "back to the shell, and here again with fg", show=False, priority=True),
    ]

    def __init__(self, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only
        spell_in_ascii(ascii_only)
        for palette in PALETTES:
            self.register_theme(palette.theme())
        self.theme = THEMES[0]
        self.animation_level = animation_level(self.animation_level)
        self.window: Size | None = None
        self.one_by_one = OneByOne(self)

    def on_mount(self) -> None:
        """Share the processor with networks, and draw anew when the program comes back or its colours change."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.app_resume_signal.subscribe(self, lambda app: app.refresh(layout=True))
        self.theme_changed_signal.subscribe(self, lambda theme: self._draw_anew())

    def _draw_anew(self) -> None:
        """Draw all words anew: Textual keeps those whose widget itself looks the same in both themes."""
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget, with_self=True):
                widget.notify_style_update()
                if isinstance(widget, OptionList):
                    widget._clear_caches()  # of its rows it keeps what they looked like, and has no public way out
                widget.refresh()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line before it is drawn."""
        return [*super().get_line_filters(), *([InAscii()] if self.ascii_only else [])]

    def get_key_display(self, binding: Binding) -> str:
        """What stands for a key in the footer and in help."""
        display = super().get_key_display(binding)
        return key_name(display) if self.ascii_only else display

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, guarded against what it does not survive."""
        return guarded(super().get_driver_class())

    @property
    def size(self) -> Size:
        """The size that the screen is laid out for: that of the window, if that is large enough."""
        return _at_least(super().size)

    async def on_event(self, event: Event) -> None:
        """Lay out no less than the least size, and let each input have its effect before the next."""
        waits = isinstance(event, InputEvent | Paste) and not event.is_forwarded
        if waits and not self.one_by_one.is_its_turn(event):
            return
        if isinstance(event, Key) and not event.is_forwarded and not self.takes(event):
            return
        if isinstance(event, Resize):
            self.window = event.size
            event = Resize(_at_least(event.size), _at_least(event.size), pixel_size=event.pixel_size)
        await super().on_event(event)

    def takes(self, event: Key) -> bool:
        """Whether a key is to have an effect; it is this key's turn."""
        return True

    def call_later(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Do something after what is under way; asked from outside, after all inputs that came before."""
        request = Callback(callback=partial(callback, *args, **kwargs))
        return self.one_by_one.ask_later(request) or self.post_message(request)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: all that keys do on the screen in front."""
        from quizapp.ui.shared.help import actions_of

        for words, keys, action, node in actions_of(screen):
            yield SystemCommand(words, keys, partial(self.run_action, action, node))

    def action_command_palette(self) -> None:
        """Open the palette over a screen, but not over a dialog."""
        if not isinstance(self.screen, ModalScreen):
            super().action_command_palette()

    def action_theme(self) -> None:
        """Go through the themes."""
        now = THEMES.index(self.theme) if self.theme in THEMES else -1
        self.theme = THEMES[(now + 1) % len(THEMES)]
        self.notify(f"theme: {self.theme}", markup=False)


def _at_least(size: Size) -> Size:
    return Size(max(size.width, LEAST.width), max(size.height, LEAST.height))

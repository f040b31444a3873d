"""The footer: the keys that work here, as many as there is room for and help always, made anew only when others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

#: What the key is called that is never left out, since it tells all the others.
HELP = "help"


class KeyFooter(Footer):
    """A footer that stays as it is while its keys do, and leaves out whole keys where it is narrow.

    Textual's own builds all its widgets anew whenever the focus moves, which costs more than all else that a key does.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._shown: tuple[int, tuple[ActiveBinding, ...]] = (0, ())

    def compose(self) -> ComposeResult:
        """A widget for each key that there is room for."""
        if self._bindings_ready:
            self._shown = self._to_show()
        for widget in fitting(super().compose(), self.app.size.width):
            yield widget.add_class("-compact", update=False)  # which it would find out when it is mounted, at a cost

    async def recompose(self) -> None:
        """Make the widgets anew, unless they would be those that are there."""
        if self._shown != self._to_show():
            await super().recompose()

    def on_resize(self) -> None:
        """Make room for more keys, or for fewer."""
        if self._bindings_ready:
            self.call_after_refresh(self.recompose)

    def _to_show(self) -> tuple[int, tuple[ActiveBinding, ...]]:
        active = self.screen.active_bindings.values() if self.is_attached else ()
        keys = tuple(each._replace(node=self.screen) for each in active if each.binding.show)
        return self.app.size.width, keys


def fitting(keys: Iterable[Widget], width: int) -> Iterator[Widget]:
    """The keys for which a line has room, in their order: help, and before it as many as fit."""
    shown = [key for key in keys if isinstance(key, FooterKey)]
    told = next((key for key in shown if key.description == HELP), None)
    left = width - (_cells(told) if told else 0)
    for key in shown:
        left -= 0 if key is told else _cells(key)
        if key is told or left >= 0:
            yield key


def _cells(key: FooterKey) -> int:
    return len(key.key_display) + 1 + len(key.description) + 1

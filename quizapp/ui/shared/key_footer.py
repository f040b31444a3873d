"""The footer: the keys that work here, made anew only when they are others."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.widgets import Footer


class KeyFooter(Footer):
    """A footer that stays as it is while its keys do.

    Textual's own builds all its widgets anew whenever the focus moves, which costs more than all else that a key does.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._shown: tuple[ActiveBinding, ...] = ()

    def compose(self) -> ComposeResult:
        """A widget for each key."""
        if self._bindings_ready:
            self._shown = self._to_show()
        for widget in super().compose():
            yield widget.add_class("-compact", update=False)  # which it would find out when it is mounted, at a cost

    async def recompose(self) -> None:
        """Make the widgets anew, unless they would be those that are there."""
        if self._shown != self._to_show():
            await super().recompose()

    def _to_show(self) -> tuple[ActiveBinding, ...]:
        active = self.screen.active_bindings.values() if self.is_attached else ()
        return tuple(each._replace(node=self.screen) for each in active if each.binding.show)

"""Help in place: what this screen is for, and every key that works here, made from the bindings themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from quizapp.text.terms import Term
from quizapp.ui.shared.glossary import terms_content, terms_on
from quizapp.ui.shared.text import lines, text

CHOOSE = "choose an option"
#: The action that opens the list of all others.
PALETTE = "command_palette"
#: Actions that every scrolling box has; they are known from everywhere and would fill the page.
SCROLLING = ("scroll_", "page_")
#: With more keys than this, it is these that help is asked for, and the words come after them.
MANY_KEYS = 30
#: What Textual binds on every screen, and no learner looks for.
COMMON = ("app.focus_", "screen.copy_text", "app.suspend_process", "app.help_quit", "app.quit")


class HelpScreen(ModalScreen[None]):
    """A page over the screen that it explains."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,q", "dismiss", "close"),
        Binding("j", "scroll(1)", "scroll down", show=False),
        Binding("k", "scroll(-1)", "scroll up", show=False),
    ]

    def __init__(self, about: str, keys: list[tuple[str, str]], words: Sequence[Term] = ()) -> None:
        super().__init__()
        self.about, self.keys, self.words = about, keys, words

    def compose(self) -> ComposeResult:
        """What the screen is for, what the words on it mean, then the keys."""
        explained = [
            text("Words on this screen; g shows all:", "$foreground-muted"),
            terms_content(self.words),
            text(""),
        ]
        keys = [text(f"{key:>12}  ", "bold") + text(description) for key, description in self.keys]
        closing = text("escape closes this help.", "$foreground-muted")
        explained = explained if self.words else []
        parts = [*keys, text(""), *explained] if len(keys) > MANY_KEYS else [*explained, *keys, text("")]
        page = lines(text(self.about), text(""), *parts, closing)
        yield VerticalScroll(Static(page), id="help")

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#help").scroll_relative(y=by, animate=False)


def _is_told(binding: Binding) -> bool:
    """Whether a key is worth a line: not what is bound everywhere, nor the second name of a capital letter."""
    everywhere = binding.system or binding.action.startswith((*SCROLLING, *COMMON))
    return not everywhere and not binding.key.startswith("upper_")


def help_for(screen: Screen[Any]) -> HelpScreen:
    """The help of a screen as it is now; a line is edited with the keys that everybody knows, which are left out."""
    keys: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.enabled and _is_told(binding) and not isinstance(active.node, Input):
            keys.setdefault(_described(binding), []).append(screen.app.get_key_display(binding))
    keys.pop(CHOOSE, None)
    shown = [("1-9 or a-g", CHOOSE)] if screen.query("ChoiceList") else []
    return HelpScreen(
        screen.HELP or "",
        shown + [(" ".join(dict.fromkeys(names)), about) for about, names in keys.items()],
        terms_on(screen),
    )


def actions_of(screen: Screen[Any]) -> list[tuple[str, str, str, DOMNode]]:
    """What can be done on a screen now: in words, the keys that do it, the action, and whose action it is.

    How Textual's own lists and lines are moved in is left out.
    """
    found: dict[str, tuple[str, str, str, DOMNode]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        ours = not type(active.node).__module__.startswith("textual.") and binding.action != PALETTE
        if active.enabled and ours and _is_told(binding):
            words, key = binding.tooltip or binding.description, screen.app.get_key_display(binding)
            known = found.get(binding.action)
            found[binding.action] = (words, f"{known[1]} {key}" if known else key, binding.action, active.node)
    return list(found.values())


def _described(binding: Binding) -> str:
    """What a key does in full, where the footer has but a word for it."""
    return CHOOSE if binding.description.startswith("choice ") else binding.tooltip or binding.description

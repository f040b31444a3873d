"""Every colour of the UI, in one place: a screen names what a colour is for, and a palette says what it is there.

What a screen may use, as a token in a style sheet or in a text:

- `$background`, `$surface` (what lies over it), `$panel` (header and footer), `$block-cursor-background` (highlighted)
- `$foreground`, `$text-muted` or `$foreground-muted` (said in passing)
- `$text-primary` (the run, A), `$text-warning` (the control, B, and what asks for care)
- `$text-success` and `$text-error` (right and wrong, beside a word or a sign that says so), `$text-accent`
- `$text-on-colour` (written where one of these colours is the ground, as on a map)
- `$primary`, `$warning`, `$success`, `$accent`: frames and pictures only, never words

Every colour of words can be read on every ground: a contrast of at least 4.5:1. To offer one more theme, add a palette.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

#: How much of its colour the ink of a chart keeps as it fades into the ground, from all of it to least: bars begin in
#: the middle of these and end in the first, and the ground below a line goes down to the last.
FADES = (1.0, 0.93, 0.86, 0.79, 0.72, 0.58, 0.45, 0.34, 0.25)

#: In the terminal's own colours, what is marked in a line swaps ink and ground: readable whatever these are.
ANSI_CURSORS = {
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "border-blurred": "ansi_default",
}


@dataclass(frozen=True)
class Palette:
    """The grounds, the colours of words and those of frames and pictures of a theme."""

    name: str
    dark: bool
    background: str
    surface: str
    panel: str
    highlight: str
    foreground: str
    muted: str
    primary: str
    warning: str
    success: str
    error: str
    frame: str
    glow: str
    leaf: str
    #: How the highlighted row stands out where a ground of its own could not be told to be readable.
    highlight_style: str = "none"

    @property
    def ansi(self) -> bool:
        """Whether the colours are those of the terminal."""
        return self.background.startswith("ansi_")

    def theme(self) -> Theme:
        """The palette for Textual."""
        return Theme(
            name=self.name,
            dark=self.dark,
            ansi=self.ansi,
            primary=self.frame,
            warning=self.glow,
            accent=self.glow,
            success=self.leaf,
            error=self.error,
            foreground=self.foreground,
            background=self.background,
            surface=self.surface,
            panel=self.panel,
            variables=self._words() | self._cursors() | self._footer(),
        )

    @property
    def _on_colour(self) -> str:
        """What is written on a colour of words as its ground."""
        if not self.ansi:
            return self.background
        return "ansi_black" if self.dark else "ansi_bright_white"

    def _words(self) -> dict[str, str]:
        muted = ("text-muted", "foreground-muted", "text-disabled", "foreground-disabled")
        return {
            "text": self.foreground,
            "text-primary": self.primary,
            "text-warning": self.warning,
            "text-accent": self.warning,
            "text-success": self.success,
            "text-error": self.error,
            "text-on-colour": self._on_colour,
            **dict.fromkeys(muted, self.muted),
        }

    def _cursors(self) -> dict[str, str]:
        return {
            **dict.fromkeys(("block-cursor-foreground", "block-cursor-blurred-foreground"), self.foreground),
            **dict.fromkeys(("block-cursor-background", "block-cursor-blurred-background"), self.highlight),
            "block-hover-background": self.panel,
            "block-cursor-text-style": self.highlight_style,
            "block-cursor-blurred-text-style": "none",
            "input-selection-background": self.primary,
            "input-selection-foreground": self._on_colour,
            "ansi-background": self.background,
            "ansi-foreground": self.foreground,
        } | (ANSI_CURSORS if self.ansi else {})

    def _footer(self) -> dict[str, str]:
        return {
            "footer-background": self.panel,
            "footer-foreground": self.foreground,
            "footer-key-foreground": self.warning,
            "footer-description-foreground": self.foreground,
        }


DARK = Palette(
    name="dark",
    dark=True,
    background="#101418",
    surface="#181d23",
    panel="#232b34",
    highlight="#1d3a55",
    foreground="#e6e6e6",
    muted="#b3bcc5",
    primary="#6cb6ff",
    warning="#ffc473",
    success="#8ad4a1",
    error="#ff9aa6",
    frame="#3b86c8",
    glow="#fea62b",
    leaf="#4ebf71",
)
LIGHT = Palette(
    name="light",
    dark=False,
    background="#f6f6f4",
    surface="#fdfdfc",
    panel="#e2e6ea",
    highlight="#cfe1f2",
    foreground="#1b1f24",
    muted="#495562",
    primary="#004f91",
    warning="#764600",
    success="#175a2b",
    error="#9c1130",
    frame="#2b6ea8",
    glow="#d9822b",
    leaf="#3d9b58",
)
ANSI_DARK = Palette(
    name="ansi-dark",
    dark=True,
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    highlight="ansi_default",
    foreground="ansi_default",
    muted="ansi_white",
    primary="ansi_bright_cyan",
    warning="ansi_bright_yellow",
    success="ansi_bright_green",
    error="ansi_bright_red",
    frame="ansi_bright_blue",
    glow="ansi_yellow",
    leaf="ansi_green",
    highlight_style="bold reverse",
)
ANSI_LIGHT = Palette(
    name="ansi-light",
    dark=False,
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    highlight="ansi_default",
    foreground="ansi_default",
    muted="ansi_default",
    primary="ansi_blue",
    warning="ansi_magenta",
    success="ansi_blue",
    error="ansi_red",
    frame="ansi_blue",
    glow="ansi_magenta",
    leaf="ansi_green",
    highlight_style="bold reverse",
)
PALETTES = (DARK, LIGHT, ANSI_DARK, ANSI_LIGHT)
#: The names of the themes, in the order in which the key goes through them.
THEMES = tuple(palette.name for palette in PALETTES)

"""How well the words on a screen can be read: the contrast of each against its ground, by WCAG 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from textual.color import Color
from textual.screen import ModalScreen, Screen

#: What pictures are drawn with, and frames: box drawing, blocks, geometric shapes and braille.
PICTURES = (*range(0x2500, 0x2600), *range(0x2800, 0x2900))
WITHOUT_WORDS = frozenset(map(chr, PICTURES)) | {" "}


@dataclass(frozen=True)
class Terminal:
    """What a terminal makes of its sixteen colours, and of its own ink and ground."""

    name: str
    ink: str
    ground: str
    colours: tuple[str, ...]


def _terminal(name: str, ink: str, ground: str, colours: str) -> Terminal:
    return Terminal(name, ink, ground, tuple(f"#{colour}" for colour in colours.split()))


_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
_GNOME = (
    "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc 5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff"
)
_CAMPBELL = (
    "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
)
DARK_TERMINALS = (
    _terminal("xterm", "#e5e5e5", "#000000", _XTERM),
    _terminal("the Linux console", "#aaaaaa", "#000000", _VGA),
    _terminal("GNOME's", "#d0cfcc", "#171421", _GNOME),
    _terminal("Windows'", "#cccccc", "#0c0c0c", _CAMPBELL),
)
LIGHT_TERMINALS = (
    _terminal("xterm", "#000000", "#ffffff", _XTERM),
    _terminal("GNOME's", "#171421", "#ffffff", _GNOME),
    _terminal("Windows'", "#0c0c0c", "#ffffff", _CAMPBELL),
)


def contrasts(screen: Screen[Any], terminal: Terminal) -> Iterator[tuple[float, str, str]]:
    """The contrast of each run of words on a screen, from 1 to 21, the words, and the colours.

    What a dialog lies over is faint on purpose, and not looked at.
    """
    box = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    for strip in screen._compositor.render_strips()[box.y : box.bottom]:
        for segment in strip.crop(box.x, box.right):
            if set(segment.text) - WITHOUT_WORDS:
                ink, ground = _colours(segment, terminal)
                yield contrast(ink, ground), segment.text, f"{ink.hex} on {ground.hex}"


def contrast(a: Color, b: Color) -> float:
    """(L1 + 0.05) / (L2 + 0.05), where L is relative luminance."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _colours(segment: Segment, terminal: Terminal) -> tuple[Color, Color]:
    style = segment.style
    ink = _as_drawn(style.color if style else None, terminal, terminal.ink)
    ground = _as_drawn(style.bgcolor if style else None, terminal, terminal.ground)
    if style and style.reverse:
        ink, ground = ground, ink
    return (ink.blend(ground, 0.5) if style and style.dim else ink), ground


def _as_drawn(colour: RichColor | None, terminal: Terminal, default: str) -> Color:
    if colour is None or colour.is_default:
        return Color.parse(default)
    if colour.type is ColorType.STANDARD and colour.number is not None:
        return Color.parse(terminal.colours[colour.number])
    return Color.from_rich_color(colour)

"""A page to print or project: how to join a room, by QR code, address and code, and what is stored.

The page is one SVG of the size of A4, black on white; as HTML it is the same with what a printer wants to know.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from quizapp.deck.reader.problems import printable
from quizapp.room.shown.qr import qr_path

#: Millimetres: of A4, of what is left free at its sides, and of the QR code.
WIDTH, HEIGHT, MARGIN, CODE = 210, 297, 15, 105
#: The width of a letter as a share of its height, in fixed-width type and, at most, in the other.
FIXED, FLOWING = 0.602, 0.55
LARGEST_ADDRESS, LARGEST_CODE, LARGEST_TITLE, LARGEST_NOTE = 13.0, 26.0, 11.0, 4.6
ROOM = WIDTH - 2 * MARGIN
STORED = (
    "Stored on the facilitator's computer, and nowhere else: your answers, how certain you were, and a made-up name. "
    "It is kept until the facilitator deletes it"
)
STYLE = "@page{size:A4;margin:0}html,body{margin:0;background:#fff}svg{display:block;width:100%;height:auto}"


def stored(days: int | None = None) -> str:
    """What is stored, and for how long: until it is deleted, which is to be after so many days if they are given."""
    return f"{STORED}, after {days} day{'s' * (days != 1)} at the latest." if days else f"{STORED}."


def join_card(url: str, code: str, title: str, wifi: str | None = None, retention: str = stored()) -> str:
    """The card as a page of HTML of one file; ValueError if the address is too long for a QR code."""
    named = f"<title>{_safe(title)}: how to join</title><style>{STYLE}</style>"
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{named}</head>'
    return f"{head}\n<body>\n{join_card_svg(url, code, title, wifi, retention)}</body></html>\n"


def join_card_svg(url: str, code: str, title: str, wifi: str | None = None, retention: str = stored()) -> str:
    """The card as an SVG; ValueError if the address is too long for a QR code."""
    path, units = qr_path(url)
    network = f"First join the Wi-Fi network {wifi}"
    size = f'width="{WIDTH}mm" height="{HEIGHT}mm" viewBox="0 0 {WIDTH} {HEIGHT}"'
    place = f"translate({(WIDTH - CODE) / 2} 58) scale({CODE / units:.4f})"
    square = f'<path transform="{place}" d="{path}" shape-rendering="crispEdges"/>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Helvetica, Arial, sans-serif" fill="#000">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *_paragraph(title, 22, LARGEST_TITLE, 2, bold=True),
            *(_lines([network], 48, min(7.0, _fitting(network)), bold=True) if wifi else ()),
            *_lines([f"{'Then p' if wifi else 'P'}oint your phone's camera at this square"], 57, 6),
            square,
            *_lines(["or type this address into a browser"], 172, 6),
            _fixed(url, 188, LARGEST_ADDRESS),
            *_lines(["The code of the room, where you are asked for it:"], 205, 6),
            _fixed(" ".join(code), 232, LARGEST_CODE),
            *_paragraph(retention, 258, LARGEST_NOTE, 5),
            "</svg>\n",
        ]
    )


def _fixed(text: str, y: float, largest: float) -> str:
    """Text in letters of one width, as large as fits, so that none is taken for another."""
    size = min(largest, ROOM / (FIXED * max(1, len(text))))
    font = f'font-family="Menlo, Consolas, DejaVu Sans Mono, monospace" font-weight="bold" font-size="{size:.2f}"'
    return f'<text x="{WIDTH / 2:g}" y="{y:g}" text-anchor="middle" {font} xml:space="preserve">{_safe(text)}</text>'


def _paragraph(text: str, y: float, largest: float, most: int, bold: bool = False) -> Iterator[str]:
    """Text on as many lines as it needs, smaller where these would be too many."""
    size = largest
    while len(lines := textwrap.wrap(text, int(ROOM / (FLOWING * size)))) > most and size > largest / 3:
        size *= 0.9
    yield from _lines(lines[:most], y, size, bold)


def _lines(lines: Sequence[str], y: float, size: float, bold: bool = False) -> Iterator[str]:
    weight = ' font-weight="bold"' if bold else ""
    for number, line in enumerate(lines):
        at = f'x="{WIDTH / 2:g}" y="{y + 1.3 * size * number:.2f}"'
        yield f'<text {at} text-anchor="middle" font-size="{size:.2f}"{weight}>{_safe(line)}</text>'


def _fitting(text: str) -> float:
    return ROOM / (FLOWING * max(1, len(text)))


def _safe(text: str) -> str:
    """Text that no browser takes for markup, and in which nothing is hidden."""
    return escape(printable(text))

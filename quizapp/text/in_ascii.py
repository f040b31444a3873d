"""Text for terminals that have no letters but those of ASCII: spelled out where there is room, or cell for cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LAST = 126
#: What is spelled with several letters where lines may still be broken; the longest first.
SPELLED = {
    " → ": " -> ",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "±": "+/-",
    "√": "sqrt",
    "∞": "inf",
    "∑": "sum",
    "∇": "grad ",
    "∂": "d",
    "…": "...",
    "→": "->",
    "←": "<-",
    "ß": "ss",
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_POWER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+")
#: What stands for each of these in one cell.
ALIKE = {
    ".": "·",
    "x": "×✗✘",
    "/": "÷",
    "-": "−–—‒―‐‑─━▔▀",
    "'": "‘’‚‛′ʼ",
    '"': "“”„‟″",
    "<": "«‹◂◀◁←⌫≤",
    ">": "»›▸▹►▶▷→≥",
    "*": "•",
    "O": "●",
    "o": "◦○□",
    "^": "▲↑",
    "v": "▼↓✓✔√",
    "#": "◆■█░▒▓",
    "+": "◇╭╮╰╯┌┐└┘┏┓┗┛╔╗╚╝┼┬┴╋╬",
    "~": "⏎…±≈",
    "|": "↕‖│║┃▌▐▏▎▍▋▊▉▕",
    ":": "┊╎",
    "=": "═",
    "_": "▁▂▃▄▅▆▇",
    "[": "├╞",
    "]": "┤╡",
    "!": "≠",
    "8": "∞",
    "d": "∂",
}
CELLS = {letter: plain for plain, letters in ALIKE.items() for letter in letters}
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)")
_BRAILLE = range(0x2800, 0x2900)


@lru_cache(4096)
def spelled(text: str) -> str:
    """Text in ASCII for people to read: powers as `^2`, Greek letters by their names, letters without their marks."""
    if text.isascii():
        return text
    for typographic, plain in SPELLED.items():
        text = text.replace(typographic, plain)
    text = _POWER.sub(lambda found: f"^{found[0].translate(SUPERSCRIPTS)}", text)
    return "".join(letter if letter.isascii() else _stands_for(letter) for letter in text)


@lru_cache(4096)
def cell_for_cell(text: str) -> str:
    """Text in ASCII that takes the same cells of a terminal as it did before; control characters stay."""
    if text.isascii():
        return text
    return "".join(map(_in_its_cells, text))


def _in_its_cells(letter: str) -> str:
    cells = _cells(letter)
    if ord(letter) <= LAST:
        return letter
    plain = _stands_for(letter).strip()
    return ("?" if len(plain) > cells and not plain.isalpha() else plain[:cells]).ljust(cells)


def _stands_for(letter: str) -> str:
    """What ASCII has for a letter: a sign like it, the letter without its marks, or a question mark."""
    if known := CELLS.get(letter):
        return known
    if ord(letter) in _BRAILLE:
        return "*" if letter != "⠀" else " "
    if greek := _GREEK.match(unicodedata.name(letter, "")):
        return greek[2].capitalize() if greek[1] == "CAPITAL" else greek[2].lower()
    parts = unicodedata.normalize("NFKD", letter).replace("⁄", "/")
    plain = "".join(each for each in parts if each.isascii() and each.isprintable())
    if "/" in plain[1:]:
        return f" {plain}"  # a fraction, which may come after a whole number
    if plain or unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return plain
    return " " if letter.isspace() else "?"


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1

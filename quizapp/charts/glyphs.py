"""The characters that charts are drawn with: one set for terminals of today, one in ASCII."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.grid import Codes


def _codes(characters: str) -> Codes:
    return np.array([ord(character) for character in characters], np.uint32)


class Marks(NamedTuple):
    """What marks a value on an axis, and what a value beyond its left and its right end."""

    here: str
    left: str
    right: str


class Stroke(NamedTuple):
    """How a line looks in a legend, and the character of its dots; none stands for those of braille."""

    sample: str
    dot: str = ""


@dataclass(frozen=True, eq=False)
class Glyphs:
    """One set of characters.

    `across` and `up` are a bar's last cell by how full it is, from empty to full; `patterns` stand for each `Shade`
    where there are no colours, `sorts` for examples, and with `halves` a cell has two pixels, one above the other; with
    `fades` what is drawn may be fainter here than there, and the room below a line is filled;
    `main`, `control`, `theory` and `start` mark values, and `span` is a range of them: its left end, its middle and its
    right end; `dots` is how many dots a cell of a line chart has (across, down), and the `_line`s are what is drawn
    with them.
    """

    across: Codes
    up: Codes
    shades: Codes
    patterns: Codes
    sorts: str
    halves: bool
    fades: bool
    main: Marks
    control: Marks
    theory: Marks
    start: Marks
    span: Codes
    top: str
    bottom: str
    mark: str
    lost: str
    wall: str
    dots: tuple[int, int]
    main_line: Stroke
    control_line: Stroke
    held_out_line: Stroke
    level_line: Stroke
    band: Stroke


UNICODE = Glyphs(
    across=_codes(" ▏▎▍▌▋▊▉█"),
    up=_codes(" ▁▂▃▄▅▆▇█"),
    shades=_codes(" ░▒▓█"),
    patterns=_codes("× ░▒▓█/%"),
    sorts="o+*",
    halves=False,
    fades=False,
    main=Marks("█", "◀", "▶"),
    control=Marks("┊", "◁", "▷"),
    theory=Marks("◇", "‹", "›"),
    start=Marks("◦", "◦", "◦"),
    span=_codes("├─┤"),
    top="▲",
    bottom="▼",
    mark="◆",
    lost="×",
    wall="│",
    dots=(2, 4),
    main_line=Stroke("⠒⠒⠒"),
    control_line=Stroke("⠒ ⠒"),
    held_out_line=Stroke("⠒  ⠒"),
    level_line=Stroke("⠂ ⠂"),
    band=Stroke("⠁⠁⠁"),
)
ASCII = Glyphs(
    across=_codes(" #"),
    up=_codes(" .:#"),
    shades=_codes(" .:*#"),
    patterns=_codes("x .:*#/%"),
    sorts="o+@",
    halves=False,
    fades=False,
    main=Marks("#", "<", ">"),
    control=Marks(":", "(", ")"),
    theory=Marks("+", "{", "}"),
    start=Marks("o", "o", "o"),
    span=_codes("[-]"),
    top="^",
    bottom="v",
    mark="X",
    lost="x",
    wall="|",
    dots=(1, 1),
    main_line=Stroke("***", "*"),
    control_line=Stroke("o o", "o"),
    held_out_line=Stroke("+  +", "+"),
    level_line=Stroke(". .", "."),
    band=Stroke("'''", "'"),
)
#: As in Unicode, with pictures in colour.
COLOUR = replace(UNICODE, halves=True)
#: As in colour, where there are so many colours that one can fade into the ground.
FADING = replace(COLOUR, fades=True)

#: The bit that each of a braille character's 4 x 2 dots sets (Unicode 15, section 21.1).
BRAILLE_BITS: NDArray[np.uint32] = np.array([[1, 8], [2, 16], [4, 32], [64, 128]], np.uint32)
BRAILLE_BLANK = 0x2800

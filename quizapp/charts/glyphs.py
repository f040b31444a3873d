"""The characters that charts are drawn with: one set for terminals of today, one in ASCII."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.grid import Codes


def _codes(characters: str) -> Codes:
    return np.array([ord(character) for character in characters], np.uint32)


@dataclass(frozen=True, eq=False)
class Glyphs:
    """One set of characters.

    `across` and `up` are a bar's last cell by how full it is, from empty to full; `theory` marks what theory predicts,
    and `span` is a band around it: its left end, its middle and its right end; `dots` is how many dots a cell of a
    line chart has (across, down); `main_line`, `control_line` and `level_line` stand for lines in legends.
    """

    across: Codes
    up: Codes
    shades: Codes
    tick: str
    left: str
    right: str
    control_left: str
    control_right: str
    theory: str
    theory_left: str
    theory_right: str
    span: Codes
    top: str
    bottom: str
    mark: str
    lost: str
    dots: tuple[int, int]
    main_dot: str
    control_dot: str
    level_dot: str
    band_dot: str
    main_line: str
    control_line: str
    level_line: str
    wall: str

    @property
    def full(self) -> str:
        """A whole cell of a bar."""
        return chr(self.across[-1])


UNICODE = Glyphs(
    across=_codes(" ▏▎▍▌▋▊▉█"),
    up=_codes(" ▁▂▃▄▅▆▇█"),
    shades=_codes(" ░▒▓█"),
    tick="┊",
    left="◀",
    right="▶",
    control_left="◁",
    control_right="▷",
    theory="◇",
    theory_left="‹",
    theory_right="›",
    span=_codes("├─┤"),
    top="▲",
    bottom="▼",
    mark="◆",
    lost="×",
    dots=(2, 4),
    main_dot="",
    control_dot="",
    level_dot="",
    band_dot="",
    main_line="⠒⠒⠒",
    control_line="⠒ ⠒",
    level_line="⠂ ⠂",
    wall="│",
)
ASCII = Glyphs(
    across=_codes(" #"),
    up=_codes(" .:#"),
    shades=_codes(" .:*#"),
    tick=":",
    left="<",
    right=">",
    control_left="(",
    control_right=")",
    theory="+",
    theory_left="{",
    theory_right="}",
    span=_codes("[-]"),
    top="^",
    bottom="v",
    mark="X",
    lost="x",
    dots=(1, 1),
    main_dot="*",
    control_dot="o",
    level_dot=".",
    band_dot="'",
    main_line="***",
    control_line="o o",
    level_line=". .",
    wall="|",
)

#: The bit that each of a braille character's 4 x 2 dots sets (Unicode 15, section 21.1).
BRAILLE_BITS: NDArray[np.uint32] = np.array([[1, 8], [2, 16], [4, 32], [64, 128]], np.uint32)
BRAILLE_BLANK = 0x2800

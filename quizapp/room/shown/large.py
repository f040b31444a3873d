"""A room's code in letters that the back row can read, of half blocks or of # alone."""

from __future__ import annotations

#: Five rows of five cells a letter, each row a number whose bits are the cells from left to right.
ROWS, COLUMNS = 5, 5
FONT = {
    "A": (0b01110, 0b10001, 0b11111, 0b10001, 0b10001),
    "B": (0b11110, 0b10001, 0b11110, 0b10001, 0b11110),
    "C": (0b01111, 0b10000, 0b10000, 0b10000, 0b01111),
    "D": (0b11110, 0b10001, 0b10001, 0b10001, 0b11110),
    "E": (0b11111, 0b10000, 0b11110, 0b10000, 0b11111),
    "F": (0b11111, 0b10000, 0b11110, 0b10000, 0b10000),
    "G": (0b01111, 0b10000, 0b10011, 0b10001, 0b01111),
    "H": (0b10001, 0b10001, 0b11111, 0b10001, 0b10001),
    "I": (0b11111, 0b00100, 0b00100, 0b00100, 0b11111),
    "J": (0b00111, 0b00001, 0b00001, 0b10001, 0b01110),
    "K": (0b10001, 0b10010, 0b11100, 0b10010, 0b10001),
    "L": (0b10000, 0b10000, 0b10000, 0b10000, 0b11111),
    "M": (0b10001, 0b11011, 0b10101, 0b10001, 0b10001),
    "N": (0b10001, 0b11001, 0b10101, 0b10011, 0b10001),
    "O": (0b01110, 0b10001, 0b10001, 0b10001, 0b01110),
    "P": (0b11110, 0b10001, 0b11110, 0b10000, 0b10000),
    "Q": (0b01110, 0b10001, 0b10101, 0b10010, 0b01101),
    "R": (0b11110, 0b10001, 0b11110, 0b10010, 0b10001),
    "S": (0b01111, 0b10000, 0b01110, 0b00001, 0b11110),
    "T": (0b11111, 0b00100, 0b00100, 0b00100, 0b00100),
    "U": (0b10001, 0b10001, 0b10001, 0b10001, 0b01110),
    "V": (0b10001, 0b10001, 0b10001, 0b01010, 0b00100),
    "W": (0b10001, 0b10001, 0b10101, 0b11011, 0b10001),
    "X": (0b10001, 0b01010, 0b00100, 0b01010, 0b10001),
    "Y": (0b10001, 0b01010, 0b00100, 0b00100, 0b00100),
    "Z": (0b11111, 0b00010, 0b00100, 0b01000, 0b11111),
    "0": (0b01110, 0b10011, 0b10101, 0b11001, 0b01110),
    "1": (0b00100, 0b01100, 0b00100, 0b00100, 0b01110),
    "2": (0b11110, 0b00001, 0b01110, 0b10000, 0b11111),
    "3": (0b11110, 0b00001, 0b01110, 0b00001, 0b11110),
    "4": (0b10010, 0b10010, 0b11111, 0b00010, 0b00010),
    "5": (0b11111, 0b10000, 0b11110, 0b00001, 0b11110),
    "6": (0b01110, 0b10000, 0b11110, 0b10001, 0b01110),
    "7": (0b11111, 0b00001, 0b00010, 0b00100, 0b00100),
    "8": (0b01110, 0b10001, 0b01110, 0b10001, 0b01110),
    ":": (0b00000, 0b00100, 0b00000, 0b00100, 0b00000),
    "9": (0b01110, 0b10001, 0b01111, 0b00001, 0b01110),
}
GAP = 2


def large(code: str, width: int, ascii_only: bool = False) -> tuple[str, ...]:
    """A code in large letters, two cells wide each dot where there is room, else one; just the code where there is not.

    Letters that the font has not are left out by nobody: such a code stands as it is.
    """
    if not code or any(letter not in FONT for letter in code):
        return (code,)
    dot = "#" if ascii_only else "█"
    for wide in (2, 1):
        lines = tuple(_row(code, row, dot * wide, " " * wide) for row in range(ROWS))
        if len(lines[0]) <= width:
            return lines
    return (" ".join(code)[:width],)


def _row(code: str, row: int, on: str, off: str) -> str:
    return (" " * GAP).join(
        "".join(on if FONT[letter][row] >> (COLUMNS - 1 - column) & 1 else off for column in range(COLUMNS))
        for letter in code
    )

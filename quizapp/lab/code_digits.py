"""The letters of an experiment code: small numbers packed into one large one, written to base 32, with a checksum.

A code is its version, then the number, then four letters that check both. The checksum is the remainder by a prime, so
that it is never the same when one letter is wrong or two neighbours are exchanged: each changes the number by less than
the prime times a power of 32, and the prime divides no such change. Letters are those of Crockford's base 32: capitals
or not, with I and L read as 1, O as 0, and no U.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans("ILO", "110")
#: What people put between letters, to read them in groups.
BETWEEN = str.maketrans("", "", " -\t\r\n\u00a0\u2010\u2011\u2013")
CHECK, PRIME = 4, 1_048_573
#: Longer than any two experiments with all their fields, in each of 200 layers, at numbers of 17 digits.
LONGEST = 40_000
#: What a number begins with: its power of ten plus LOW, or one of these.
LOW, NOTHING, NEGATIVE, FAR, KINDS = 8, 13, 14, 15, 16
FURTHEST = 400
#: The largest number of bits of a whole number.
BITS = 64


class BadCode(ValueError):
    """Why something is no experiment code, as a sentence that begins with 'the code'."""


class Writer:
    """Small numbers, each below a base that its reader knows; those at the end that are 0 take no letters."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int]] = []

    def put(self, value: int, base: int) -> None:
        """Add a number from 0 to below its base."""
        if not 0 <= value < base:
            raise ValueError(f"{value} is not from 0 to below {base}")
        self._parts.append((value, base))

    def put_whole(self, value: int) -> None:
        """Add a whole number from 0 up: how many bits it has, and those below the first."""
        bits = value.bit_length()
        self.put(bits, BITS)
        if bits > 1:
            self.put(value - (1 << (bits - 1)), 1 << (bits - 1))

    def put_number(self, value: float | None) -> None:
        """Add a number as its shortest decimal, from which it comes back exactly; or that there is none."""
        if value is None:
            self.put(NOTHING, KINDS)
            return
        shortest = repr(value if isinstance(value, int) else float(value))
        sign, digits, power = Decimal(shortest).normalize().as_tuple()
        if sign:
            self.put(NEGATIVE, KINDS)
        near = 0 <= int(power) + LOW < NOTHING
        self.put(int(power) + LOW if near else FAR, KINDS)
        if not near:
            self.put(int(power) + FURTHEST, 2 * FURTHEST)
        self.put_whole(int("".join(map(str, digits))))

    def put_text(self, text: str) -> None:
        """Add any text."""
        data = text.encode()
        self.put_whole(len(data))
        for byte in data:
            self.put(byte, 256)

    def whole(self) -> int:
        """All of them as one number."""
        number = 0
        for value, base in reversed(self._parts):
            number = number * base + value
        return number


class Reader:
    """Reads what a Writer wrote, in the same order; BadCode for what none writes."""

    def __init__(self, number: int) -> None:
        self._left = number

    def take(self, base: int) -> int:
        """The next number."""
        self._left, value = divmod(self._left, base)
        return value

    def take_whole(self) -> int:
        """A whole number from 0 up."""
        bits = self.take(BITS)
        return bits if bits < 2 else (1 << (bits - 1)) + self.take(1 << (bits - 1))

    def take_number(self, kept: Callable[[str], float | int]) -> float | int | None:
        """A number, made of its decimal by `kept`; or None."""
        kind, sign = self.take(KINDS), ""
        if kind == NEGATIVE:
            kind, sign = self.take(KINDS), "-"
        if kind == NOTHING:
            return None
        power = self.take(2 * FURTHEST) - FURTHEST if kind == FAR else kind - LOW
        return kept(f"{sign}{self.take_whole()}e{power}")

    def take_text(self) -> str:
        """Any text."""
        length = self.take_whole()
        if length > LONGEST:
            raise BadCode("the code does not add up")
        return bytes(self.take(256) for _ in range(length)).decode("utf-8", "replace")

    @property
    def done(self) -> bool:
        """Whether nothing is left but zeros."""
        return self._left == 0


def letters(version: int, number: int) -> str:
    """The code of a number."""
    body = ALPHABET[version] + _to_base(number)
    return body + _check(body)


def number_of(code: str, version: int) -> int:
    """The number of a code as somebody typed it; BadCode says what is wrong with it."""
    plain = code.translate(BETWEEN).upper().translate(LOOK_ALIKE)
    _check_letters(plain, code)
    body, check = plain[:-CHECK], plain[-CHECK:]
    newer = ALPHABET.index(body[0]) > version
    if _check(body) != check or body[0] == ALPHABET[0]:
        perhaps = ", or the code is of a newer version of this program" if newer else ""
        raise BadCode(
            f"the code does not add up: a letter is wrong, missing or too many{perhaps}; compare them one by one"
        )
    if newer:
        raise BadCode(
            f"the code is of version {body[0]} and this program reads version {version}: "
            f"a newer program wrote it, so bring this one up to date"
        )
    return _from_base(body[1:])


def _check_letters(plain: str, typed: str) -> None:
    if not plain:
        raise BadCode("the code is empty; one is a line of letters and digits, as the lab shows under y")
    if len(plain) > LONGEST:
        raise BadCode(f"the code has {len(plain)} letters, and none has more than {LONGEST}; give it alone")
    wrong = next((letter for letter in plain if letter not in ALPHABET), None)
    if wrong is not None:
        shown = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        meant = "; perhaps it is a V" if wrong == "U" else ""
        raise BadCode(f"the code has {shown!r} in it, which no code has: all are letters and digits, without U{meant}")
    if len(plain) <= CHECK:
        raise BadCode("the code is too short: a part of it is missing")


def _check(body: str) -> str:
    return _to_base(_from_base(body) * len(ALPHABET) ** CHECK % PRIME).rjust(CHECK, ALPHABET[0])


def _to_base(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        found = ALPHABET[digit] + found
    return found


def _from_base(text: str) -> int:
    number = 0
    for letter in text:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number

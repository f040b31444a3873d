"""Numbers as they stand within a sentence: 'a tenth', '5 times', '8.1e-6 (1/120,000)'."""

from __future__ import annotations

import math

from quizapp.charts.numbers import number, precise

FRACTIONS = {
    2: "half",
    3: "a third",
    4: "a quarter",
    5: "a fifth",
    10: "a tenth",
    20: "a twentieth",
    100: "a hundredth",
    1000: "a thousandth",
    10_000: "a ten-thousandth",
    100_000: "a hundred-thousandth",
    1_000_000: "a millionth",
    1_000_000_000: "a billionth",
}
#: What the functions of claims give, as a noun.
FUNCTION_NOUNS = {
    "abs": "size",
    "min": "smallest",
    "max": "largest",
    "ln": "natural logarithm",
    "log2": "logarithm to base 2",
    "log10": "logarithm to base 10",
    "exp": "exponential",
    "sqrt": "square root",
    "median": "median",
}
#: Below this a share is said as a fraction, too.
SMALL = 0.01


def measured(value: float) -> str:
    """A measured number; a tiny one as a fraction, too: '1.1e-5 (1/90,000)'."""
    if not 1e-9 < value < SMALL:
        return precise(value)
    digits = 1 if value > 0.001 else 10 ** (int(math.log10(1 / value)) - 1)
    return f"{precise(value)} (1/{round(1 / value / digits) * digits:,})"


def times_of(value: float) -> str:
    """How many times something: 'half of', '3% of', '5 times'."""
    return f"{exact(value)} times" if value >= 1 else f"{part(value)} of"


def part(value: float) -> str:
    """A share: 'a tenth', '3%', or the number where it is smaller and has no name."""
    return _named_part(value) or (f"{100 * value:.3g}%" if 0.001 <= value < 1 else exact(value))


def _named_part(value: float) -> str:
    whole = round(1 / value) if value > 0 else 0
    return FRACTIONS[whole] if whole in FRACTIONS and abs(value * whole - 1) < 1e-9 else ""


def exact(value: float) -> str:
    """A threshold as it was meant: by its name, with all its digits, with four where they are many, or as 1.2e-8."""
    if 0 < value < 0.001:
        return _named_part(value) or precise(value)
    if abs(value) < 1e4:
        return f"{value:g}" if float(f"{value:g}") == value else f"{value:.4g}"
    return f"{value:,.0f}" if abs(value) < 1e7 else number(value)

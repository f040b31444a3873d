"""Numbers as a learner reads them: short, never `nan` or `inf`, and exactly zero told from nearly zero."""

from __future__ import annotations

import math

from quizapp.charts.model import Scale


def number(value: float, scale: Scale = Scale.LINEAR) -> str:
    """About two digits, as in 0.29, 38 or 1.1e-5; on a log scale 0 reads "0 exactly", on a linear one 3.0 is 3."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "overflow" if value > 0 else "-overflow"
    if value == 0:
        return "0 exactly" if scale is Scale.LOG else "0"
    size = abs(value)
    if scale is Scale.LINEAR and size < 1e6 and value == round(value):
        return f"{value:,.0f}"
    if 0.001 <= size < 1000:
        return f"{value:.{_decimals(size)}f}"
    return scientific(value)


def precise(value: float) -> str:
    """Three digits, as in 0.292, 38.4 or 15,200, for a number that is compared with another; 1.1e-5 beyond 0.001."""
    if not math.isfinite(value) or value == 0:
        return number(value)
    size = abs(value)
    if not 0.001 <= size < 999_500:
        return scientific(value)
    if size < 9999.5:
        return f"{value:.0f}" if size >= 999.5 else f"{value:.3g}"
    return f"{float(f'{value:.3g}'):,.0f}"


def _decimals(size: float) -> int:
    """As many as show two digits; the limits are where rounding would add a third."""
    return sum(size < limit for limit in (9.95, 0.995, 0.0995, 0.00995))


def scientific(value: float) -> str:
    """A finite number as in 1.1e-5."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def tick(value: float) -> str:
    """A number at the end of an axis: as short as it can be said, as in 1e-12, 1 or 0.5."""
    if not math.isfinite(value):
        return number(value)
    if value == 0 or 0.001 <= abs(value) < 1000:
        return f"{value:.3g}"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; neither 0 nor 100 unless it is exactly that."""
    if not math.isfinite(share):
        return number(share)
    share = min(max(share, 0.0), 1.0)
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"

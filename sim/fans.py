"""The fans of a layer's weights: the inputs of each of its outputs, and the outputs that each input contributes to."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from sim.registry import BadValue, nearest, shown

#: Where a shape has its (input, output) channels; the other axes are those of a convolution's kernel.
LAYOUTS = {"torch": (1, 0), "keras": (-2, -1), "jax": (-2, -1)}


def compute_fans(shape: Sequence[int], layout: str = "torch") -> tuple[int, int]:
    """(fan_in, fan_out) of weights of this shape: channels times the area of the kernel, which is 1 if dense.

    `layout` is "torch" for (outputs, inputs, *kernel), and "keras" or "jax" for (*kernel, inputs, outputs). Stride and
    padding do not count (He et al. 2015, section 2.2; so in all three frameworks). Raises BadValue for a shape of fewer
    than two sizes, or with one that is no whole number from 1 up.
    """
    if layout not in LAYOUTS:
        raise BadValue(f"unknown layout {shown(layout)}{nearest(str(layout), LAYOUTS)}")
    sizes = _checked(shape)
    inputs, outputs = (sizes[axis] for axis in LAYOUTS[layout])
    area = prod(sizes) // (inputs * outputs)
    return inputs * area, outputs * area


def _checked(shape: Sequence[int]) -> tuple[int, ...]:
    if isinstance(shape, str | bytes) or not isinstance(shape, Sequence) or len(shape) < 2:
        raise BadValue(f"a shape has at least two sizes, as in (64, 3, 5, 5), not {shown(shape)}")
    for size in shape:
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise BadValue(f"a shape is made of whole numbers from 1 up, not {shown(size)} as in {shown(shape)}")
    return tuple(shape)

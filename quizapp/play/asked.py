"""The sentence of a prompt that asks, for where there is room for no more."""

from __future__ import annotations

import re

_ENDS = re.compile(r"(?<=[.?!:])\s+(?=[^\sa-z])")


def asked(prompt: str) -> str:
    """The last sentence of a prompt that ends in a question mark, or else its last one, on one line."""
    sentences = [each for each in _ENDS.split(" ".join(prompt.split())) if each]
    asking = [each for each in sentences if each.endswith("?")]
    return (asking or sentences or [""])[-1]

"""Whether and how things move on the screen: only where it explains something, and never against somebody's wish."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.types import AnimationLevel

#: The environment variable with which motion is switched off.
REDUCED = "QUIZAPP_REDUCED_MOTION"
#: Seconds that bars take from one chart to the next, and from one picture of them on the way to the next.
SECONDS, FRAME = 0.2, 0.04
#: Seconds between two pictures from which on a machine is too slow for those that are left.
TOO_SLOW = 0.12


def animation_level(usual: AnimationLevel, environment: Mapping[str, str] = os.environ) -> AnimationLevel:
    """How much may move: what Textual was told (`TEXTUAL_ANIMATIONS`), or nothing where motion is to be reduced."""
    wished = environment.get(REDUCED, "").strip().lower()
    return usual if wished in ("", "0", "no", "false") else "none"


def share_done(seconds: float, since_last: float) -> float:
    """How far bars are after so many seconds, 0 to 1: fast first; there at once if the last picture was long ago."""
    if seconds >= SECONDS or since_last > TOO_SLOW:
        return 1.0
    return 1.0 - (1.0 - max(seconds, 0.0) / SECONDS) ** 2

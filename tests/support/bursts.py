"""Keys pressed at once, and how many examples of them there are."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from textual.events import Key
from textual.keys import _character_to_key

from tests.support.decks.playing import Hands

#: Each example starts an app, so there are few; none is made smaller, which would take minutes.
FEW = settings(max_examples=5, phases=[Phase.explicit, Phase.reuse, Phase.generate])
#: Where a model goes on from wherever a burst has led, several follow one another in one app.
FEWEST = settings(FEW, max_examples=2)


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def press_at_once(hands: Hands, *keys: str) -> None:
    """Press keys without waiting for anything: names of keys, or single characters as a terminal sends them."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        hands.app.post_message(Key(name, key if len(key) == 1 else None))


async def burst(hands: Hands, keys: Sequence[str]) -> None:
    """Press keys at once, and wait until all have had their effect."""
    press_at_once(hands, *keys)
    await hands.settled()
    await hands.until(lambda: hands.app.one_by_one.is_idle, "the effect of all keys")
    await hands.settled()


def keys(*names: str, most: int = 25) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=most)


def bursts(*names: str) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(keys(*names), min_size=3, max_size=3)

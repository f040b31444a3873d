"""How people come into a room, as a screen in front shows it."""

from __future__ import annotations


def spoken(url: str) -> str:
    """An address as it is typed into a browser: without http://, which it adds by itself."""
    return url.removeprefix("http://")


def counted(here: object, answered: object) -> str:
    """How many are here, and how many of them have answered: '12 here, 9 have answered'."""
    parts = []
    if isinstance(here, int):
        parts.append(f"{here} here")
    if isinstance(answered, int):
        parts.append(f"{answered} {'has' if answered == 1 else 'have'} answered")
    return ", ".join(parts)

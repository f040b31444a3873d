"""What is typed as part of an answer: where words or numbers are typed, and just after, no letter is a command."""

from __future__ import annotations


def is_letter(key: str, character: str | None) -> bool:
    """Whether a key is a letter, by either of the names that capital letters have."""
    return key.startswith("upper_") or (character is not None and character.isalpha())

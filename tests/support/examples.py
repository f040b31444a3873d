"""How many examples a property test draws that needs more or fewer of them than others."""

from hypothesis import settings

#: What a test draws that does not say, in the profile of the test command.
USUAL = 50


def scaled(number: int) -> int:
    """So many examples in the test command; where a profile draws more than usual, more in proportion."""
    return max(1, number * settings().max_examples // USUAL)

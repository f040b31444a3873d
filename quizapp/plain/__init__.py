"""The quiz line by line: the same session as on the whole screen, for screen readers, slow connections and pipes.

It needs nothing of a terminal but lines: no cursor, no colour, and no key that is not a letter.
"""

from quizapp.plain.play import play_plainly

__all__ = ["play_plainly"]

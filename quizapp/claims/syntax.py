"""The syntax of a claim: Python's parser gives a tree, of which nothing is ever evaluated; and where it cannot, why."""

from __future__ import annotations

import ast
import re
import warnings

from quizapp.claims.meant import decimal_comma, foreign_sign


class ClaimError(ValueError):
    """What is wrong with a claim, and where: `column` counts characters from 0, `length` is at least 1."""

    def __init__(self, message: str, column: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.message, self.column, self.length = message, column, max(length, 1)


def expression_of(text: str, otherwise: str) -> ast.expr:
    """Python's tree of a text; ClaimError with `otherwise` where it is none and nothing better is known."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise foreign(text) or ClaimError(otherwise, _where(error, text)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ClaimError(otherwise) from None


def foreign(text: str) -> ClaimError | None:
    """What is wrong with a text that holds signs of another language."""
    found = foreign_sign(text) or decimal_comma(text)
    return ClaimError(found[2], found[0], found[1]) if found else None


def _where(error: SyntaxError, text: str) -> int:
    """The column at which Python's parser gave up; the last character if it wanted more."""
    indent = len(text) - len(text.lstrip())
    last = max(len(text.rstrip()) - 1, 0)
    if not error.lineno or not error.offset:
        return last
    return min(start_of_line(text.strip(), error.lineno) + indent + error.offset - 1, last)


def start_of_line(text: str, line: int) -> int:
    """Where a line of a text begins; lines count from 1."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
    return starts[min(line, len(starts)) - 1]

"""Formulas in LaTeX, which a terminal shows as they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import texts
from quizapp.deck.model import Deck

LATEX = re.compile(
    r"\$\$?(?=[^$\s])[^$\n]*?[\\^_{][^$\n]*?\$\$?"  # $x^2$
    r"|\$[A-Za-z]\$"
    r"|\\[A-Za-z]{2,}(?:\{[^{}\n]*\})*"  # \sigma, \frac{1}{2}
    r"|\\[()\[\]]"
    r"|\w?[_^]\{[^{}\n]*\}"  # W_{ij}
)
CODE = re.compile(r"`[^`\n]*`")
#: A path of Windows, as in C:\\Users and \\\\server\\share.
PATH = re.compile(r"(?<![A-Za-z])[A-Z]:\\(?![A-Za-z]+[{_^])\S*|(?<!\S)(?:\\\\|\.{1,2}\\)\w\S*")
#: What LaTeX calls what Unicode calls otherwise.
SIGNS = {"sqrt": "√ or sqrt(...)", "frac": "a / b", "cdot": "·", "times": "×", "sum": "Σ", "approx": "≈", "infty": "∞"}
SIGNS |= {"leq": "≤", "geq": "≥", "neq": "≠", "le": "≤", "ge": "≥", "ne": "≠", "pm": "±", "to": "→", "partial": "∂"}
SIGNS |= {"left": "brackets alone", "mathrm": "the word alone", "text": "the word alone", "nabla": "∇", "epsilon": "ε"}


def find(deck: Deck) -> Iterator[Finding]:
    """Texts with LaTeX in them, outside of `code`."""
    for question, path, text in texts(deck):
        if any(sign in text for sign in "\\$_^"):
            found = LATEX.search(_blank(PATH, _blank(CODE, text)))
            if found:
                yield Finding(question, path, f"terminals show LaTeX as it is written{_cure(found.group())}", found[0])


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with spaces for what a pattern finds."""
    return pattern.sub(lambda found: " " * len(found.group()), text)


def _cure(formula: str) -> str:
    command = re.search(r"\\([A-Za-z]+)", formula)
    sign = _sign(command.group(1)) if command else None
    return f"; write {sign}" if sign else "; write plain letters, as in x^2, W[l] or 1/sqrt(n)"


def _sign(command: str) -> str | None:
    """What to write for a command, if it has a sign of its own: σ for sigma."""
    size = "CAPITAL" if command[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {command}")
    except KeyError:
        return SIGNS.get(command)


RULES = (
    Rule(
        "W201",
        "raw-latex",
        "A text has LaTeX in it, which a terminal cannot show.",
        "Learners would read the backslashes. Unicode has the Greek letters and most signs (σ², √n, ≤, ×); programmers "
        "read 1/sqrt(n) and W[l] at a glance. In `backticks` it is taken for code, and left alone.",
        "{id: q, type: true_false, answer: true, if_wrong: Look at layer 1.,\n"
        " prompt: 'Each weight has a variance of $\\sigma_w^2 / n$.'}",
        "{id: q, type: true_false, answer: true, if_wrong: Look at layer 1.,\n"
        " prompt: 'Each weight has a variance of σ²/n.'}",
        find,
    ),
)

"""YAML's syntax errors in our own words: what stands there, and what to write instead."""

from __future__ import annotations

import re

import yaml

from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source

TABS = "indent with spaces, not tabs"
NO_ESCAPE = "this is not an escape; in single quotes a backslash is only a backslash"
BRACKETS = (
    "inside {...} and [...], put text that holds a bracket, a comma or ': ' in quotes, as in "
    '{claim: "delta[1] < 1e-4"}; or a closing bracket is missing'
)
SPLIT = "': ' ends a key, and this line has no place for one; put the whole text in quotes, or mend the indentation"
NO_KEY = "a line of the form `key: value` is expected here, or deeper indentation"
MISFIT = "this line fits nothing above it; is it indented as its neighbours are?"
QUOTE_ENDS = (
    """the text ended at the quote before this; inside '...' write '' for an apostrophe, inside "..." write \\" """
)
NO_SPACE = "a space is missing after the ':'"
#: Characters that look like a space and are none to YAML, where a line is indented, or behind a key or a dash; and how
#: many lines above the place at which a parser gives up one of them is the likely reason.
LOOKS_LIKE_SPACE = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
MISTAKEN = re.compile(rf"^ *(?:- *)*(?:[A-Za-z_][\w-]*:)?(?: *)({LOOKS_LIKE_SPACE})", re.MULTILINE)
NEAR = 2
#: Text that begins with braces, up to where the parser expects the next line.
_BRACES_BEFORE = re.compile(r"(?<=: )\{[^{}]*\} *$")

#: Patterns for what PyYAML says, in C and in Python, and our words for it; the first that matches counts.
AT_PROBLEM = (
    (r"tab character", TABS),
    (r"unknown escape|he\w*decimal|invalid Unicode", NO_ESCAPE),
    (r"mapping values are not allowed", SPLIT),
    (r"flow", BRACKETS),
    (r"block scalar", "after | or > the text starts on the next line, indented with spaces"),
    (r"entries are not allowed", "'- ' starts a list item; put it on a line of its own"),
    (r"while parsing a block|document start", MISFIT),
)
#: The same for mistakes that are shown where the thing that is wrong began.
AT_START = (
    (r"document (indicator|separator).*quoted|end of stream.*quoted", "this quote is never closed"),
    (r"scanning an alias", "text that starts with * must be put in quotes"),
    (r"scanning an anchor", "text that starts with & must be put in quotes"),
    (r"\btag\b", "text that starts with ! must be put in quotes"),
    (r"directive|incompatible", "text that starts with % must be put in quotes"),
    (r"could not find expected ':'", NO_KEY),
)


def reworded(source: Source, error: Exception) -> Problem:
    """The mistake that made the parser stop, at the place where the author can mend it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _unmarked(source, error)
    words = f"{error.problem} {error.context}"
    offset = _offset(source, error.problem_mark or error.context_mark)
    opened = _offset(source, error.context_mark or error.problem_mark)
    if (space := _mistaken_space(source, offset)) is not None:
        return space
    for pattern, message in AT_START:
        if re.search(pattern, words):
            glued = _glued_key(source, opened) if message is NO_KEY else None
            return source.problem(opened, message) if glued is None else source.problem(glued, NO_SPACE)
    return _at_problem(source, words, offset, opened)


def _mistaken_space(source: Source, offset: int) -> Problem | None:
    """The character that looks like a space on the line at which the parser gave up, or just above it."""
    last = source.line(offset)
    start = end = offset
    for _ in range(NEAR + 1):
        start = source.text.rfind("\n", 0, max(start - 1, 0)) + 1 if start else 0
    end = source.text.find("\n", offset)
    found = list(MISTAKEN.finditer(source.text, start, end if end >= 0 else len(source.text)))
    if not found or not last:
        return None
    name = f"U+{ord(found[-1][1]):04X}"
    return source.problem(found[-1].start(1), f"this is {name}, which only looks like a space; write a plain one")


def _at_problem(source: Source, words: str, offset: int, opened: int) -> Problem:
    if "cannot start any token" in words or "parsing a block node" in words:
        return source.problem(offset, _bad_start(source.text[offset]))
    if "while parsing a block mapping" in words and re.search(r"['\"][ ]*$", _line_before(source, offset)):
        return source.problem(offset, QUOTE_ENDS.strip())
    if "while parsing a block mapping" in words and (braces := _BRACES_BEFORE.search(_line_before(source, offset))):
        return source.problem(offset - len(braces[0]), _bad_start("{"))
    if "expected ','" in words and source.text[offset] == ":" and source.line(offset) > source.line(opened):
        return source.problem(opened, "this bracket is not closed before the next key")
    if "mapping values" in words and (glued := _glued_key(source, _line_above(source, offset))) is not None:
        return source.problem(glued, NO_SPACE)
    message = next((ours for theirs, ours in AT_PROBLEM if re.search(theirs, words)), f"this is not YAML: {words}")
    return source.problem(offset, message)


def _bad_start(character: str) -> str:
    if character in "|>":  # elsewhere than in brackets, these start a block of text
        return BRACKETS
    return TABS if character == "\t" else f"text that starts with {character} must be put in quotes"


def _line_before(source: Source, offset: int) -> str:
    return source.text[source.text.rfind("\n", 0, offset) + 1 : offset]


def _line_above(source: Source, offset: int) -> int:
    return max(source.text.rfind("\n", 0, offset), 0)


def _glued_key(source: Source, offset: int) -> int | None:
    """Where, on the line of `offset`, a colon has no space after it, as in `depth:9`."""
    start = source.text.rfind("\n", 0, offset) + 1
    found = re.compile(r"[ -]*[a-z_]+(:)[^\s:/]").match(source.text, start)
    return found.start(1) if found else None


def _offset(source: Source, mark: yaml.Mark | None) -> int:
    """The offset that a mark means, and never one behind the last character."""
    return min(int(mark.index) if mark else 0, max(len(source.text.rstrip()) - 1, 0))


def _unmarked(source: Source, error: Exception) -> Problem:
    """What the parsers say without a place: an escape for a character that does not exist."""
    found = re.search(r"\\U(?!000|0010)[0-9a-fA-F]{8}|\\u[dD][89a-fA-F]", source.text)
    place = found.start() if found else int(getattr(error, "position", 0) or 0)
    return source.problem(place, "there is no such character; take it out", len(found.group()) if found else 1)

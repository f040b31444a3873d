"""How much longer it takes to import ten times as much of a format's own punctuation: 10, 100 and 1,000 kB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.table import Measured, Row, Size
from benchmarks.timing import cpu_seconds_of, ms
from quizapp.deck.reader.problems import DeckError
from quizapp.deck.reader.source import Source
from quizapp.exchange import importer

ASKED = "<quiz><question type='truefalse'><questiontext><text>"
ANSWERED = (
    "</text></questiontext><answer fraction='100'><text>true</text></answer>"
    "<answer fraction='0'><text>false</text></answer></question></quiz>"
)
#: What is repeated, and what stands before and behind it; each took time in proportion to the square, or looks like it.
PUNCTUATION: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "gift": {
        "tag": ("[html]q<", "a", " {T}"),
        "tags": ("[html]", "<b>x", " {T}"),
        "signs": ("q<", "a ", " {T}"),
        "open tags": ("q", "<b ", " {T}"),
        "fields": ("q", "<p a\\=b ", " {T}"),
        "spaces": ("q<a", " ", "b {T}"),
        "entities": ("q", "&#1", " {T}"),
        "ids": ("// ", "[id:", "\nq {T}"),
        "labels": ("// ", "[tag:", "\nq {T}"),
        "questions": ("", "q{T}\n\n", ""),
        "choices": ("q {=a", "~b", "}"),
        "marks": ("q {", "~=", "}"),
        "numbers": ("q {#", "=1:2", "}"),
        "names": ("", "::a::", "{T}"),
        "braces": ("", "{", ""),
        "escapes": ("", "\\:", "{T}"),
        "categories": ("", "$CATEGORY: a\n", "q {T}"),
        "pictures": ("[html]", "<img src='a.png'>", " {T}"),
        "links": ("[html]", "<a href='b'>c</a>", " {T}"),
        "unknown": ("[html]", "<bb>", " {T}"),
        "markdown": ("[markdown]", "*a_[", " {T}"),
    },
    "moodle-xml": {
        "tags": (ASKED, "&lt;p&gt;&lt;li&gt;", ANSWERED),
        "digits": (f"{ASKED}&amp;#", "1", f";{ANSWERED}"),
        "tables": (ASKED, "&lt;tr&gt;&lt;td&gt;", ANSWERED),
        "questions": ("<quiz>", "<question type='essay'/>\n", "</quiz>"),
        "answers": ("<quiz><question type='multichoice'>", "<answer><text>a</text></answer>", "</question></quiz>"),
        "signs": ("<quiz>", "<", "</quiz>"),
    },
    "mkdocs-quiz": {
        "heading": ("# ", "#", "\n"),
        "headings": ("", "# a\n\n", ""),
        "brackets": ("<quiz>\n", "[", "\n- [x] a\n</quiz>"),
        "answers": ("<quiz>\nq\n", "- [x] a\n", "</quiz>"),
        "feedback": ("<quiz>\nq\n- [x] a\n", "> b\n", "</quiz>"),
        "lines": ("<quiz>\nq\n- [x] a\n", "b\n", "</quiz>"),
        "quizzes": ("", "<quiz>\nq\n- [x] a\n- [ ] b\n</quiz>\n", ""),
        "open": ("", "<quiz>\n", ""),
        "fences": ("<quiz>\n", "```\n<quiz>\n</quiz>\n", ""),
        "comments": ("", "<!--", ""),
        "front": ("---\n", "title: a\n", ""),
        "rows": ("<quiz>\n|a|\n|-|\n", "|b|\n", "- [x] a\n</quiz>"),
        "code": ("<quiz>\n", "`a ", "\n- [x] a\n</quiz>"),
        "stars": ("<quiz>\n", "*a_ ", "\n- [x] a\n</quiz>"),
        "quotes": ("<quiz>\n- [x] a\n", "> ", "\n</quiz>"),
    },
}  # fmt: skip
BYTES = (10_000, 100_000, 1_000_000)
#: Ten times the size may take no longer than this many times.
AT_MOST = 15
#: Seconds below which a time is noise.
LEAST = 0.05


def rows(size: Size) -> Iterator[Row]:
    """A row for each format: the worst growth of all that is repeated."""
    sizes = size.of(BYTES, tiny=(300, 3_000))
    for name in PUNCTUATION:
        yield Row(name, f"{name}, ten times as much / as much", _measurer(name, sizes), at_most=AT_MOST)


def _measurer(name: str, sizes: tuple[int, ...]):  # type: ignore[no-untyped-def]
    return lambda: _measure(name, sizes)


def _measure(name: str, sizes: tuple[int, ...]) -> Measured:
    """The growth of each kind from the second largest size to the largest, and the times of the worst."""
    times = {kind: [_seconds(name, text(name, kind, size)) for size in sizes] for kind in PUNCTUATION[name]}
    growth = {kind: found[-1] / max(found[-2], LEAST) for kind, found in times.items()}
    worst = max(growth, key=growth.__getitem__)
    spent = ", ".join(f"{size // 1000} kB {ms(found)}" for size, found in zip(sizes, times[worst], strict=True))
    return Measured((growth[worst],), f"worst of {len(times)}: {worst}, {spent}")


def text(name: str, kind: str, size: int) -> str:
    """A file of about so many characters."""
    before, unit, after = PUNCTUATION[name][kind]
    return f"{before}{unit * (size // len(unit))}{after}"


def _seconds(name: str, written: str) -> float:
    return cpu_seconds_of(lambda: _read(name, written))


def _read(name: str, written: str) -> None:
    try:
        importer(name).read(Source(Path("file"), written))
    except DeckError as error:
        str(error)

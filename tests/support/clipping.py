"""What of a screen's words cannot be read where it stands: cut off without a mark, or beside rows that are free.

What scrolls is reachable by the wheel and by keys, and is no fault. A cut is marked by an ellipsis in the last row that
is seen, or by a `CutText`, which names the key that shows all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from quizapp.ui.shared.cut_text import CutText

#: The columns and rows that frames take.
FRAME = frozenset("│─╭╮╰╯┃━▔▁ ")
ELLIPSIS = "…"


def clipped(screen: Screen[Any]) -> list[str]:
    """The faults of a screen as it is drawn now: each names a widget and its words."""
    lines = [strip.text for strip in screen._compositor.render_strips()]
    return [
        fault
        for widget in screen.walk_children(Static)
        if _is_seen(widget) and isinstance(widget.visual, Content)
        for fault in _faults(widget, widget.visual, lines)
    ]


def _is_seen(widget: Widget) -> bool:
    return all(each.display and each.visible for each in widget.ancestors_with_self if isinstance(each, Widget))


def _faults(widget: Static, words: Content, lines: list[str]) -> Iterator[str]:
    if not words.plain.strip():
        return
    scrolls, seen = _window(widget)
    if scrolls and seen.area:
        return
    name = f"{widget.id or type(widget).__name__} {words.plain[:60]!r}"
    wraps = widget.styles.text_wrap == "wrap"
    width = widget.content_size.width
    needed = words.get_height({}, width) if wraps and width else len(words.plain.split("\n"))
    rows = seen.height - widget.gutter.height
    if not seen.area or rows < 1:
        yield f"{name} is not on the screen"
    elif needed > rows or (not wraps and max(map(cell_len, words.plain.split("\n"))) > width):
        free = _free_rows(widget, lines) if needed > rows else 0
        if free:
            yield f"{name}: {rows} of {needed} rows, beside {free} that are free"
        if not _is_marked(widget, seen, lines):
            yield f"{name}: {rows} of {needed} rows, {width} columns, and no mark"


def _window(widget: Widget) -> tuple[bool, Region]:
    """Whether something around a widget scrolls to what is hidden of it, and where it can be seen now."""
    seen, scrolls = widget.region, False
    for parent in widget.ancestors:
        if isinstance(parent, Widget):
            if parent.is_scrollable and parent.allow_vertical_scroll and parent.max_scroll_y > 0:
                scrolls = True
                break
            seen = seen.intersection(parent.content_region if parent.parent else parent.region)
    return scrolls, seen


def _is_marked(widget: Widget, seen: Region, lines: list[str]) -> bool:
    if isinstance(widget, CutText) and widget.is_cut:
        return True
    rows = lines[seen.y : seen.bottom]
    return any(ELLIPSIS in row[seen.x : seen.right] for row in rows[-1:])


def _free_rows(widget: Widget, lines: list[str]) -> int:
    """The empty rows in the column of a widget, but for those between two parts of it."""
    column = next((each for each in widget.ancestors if each.id in COLUMNS), widget.screen)
    region = column.content_region if isinstance(column, Widget) else widget.screen.region
    rows = [not set(line[region.x : region.right]) - FRAME for line in lines[region.y : region.bottom]]
    return sum(1 for above, here in pairwise(rows) if above and here) + (rows[-1:] == [True])


COLUMNS = ("left", "right", "runs", "question", "report")

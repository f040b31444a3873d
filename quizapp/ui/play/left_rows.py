"""Who gets the rows beside or above a run: the options, and what came of the one that is watched."""

from __future__ import annotations

from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from quizapp.ui.play.run_charts import has_parts
from quizapp.ui.play.run_screen import RunScreen
from quizapp.ui.shared.cut_text import CutText

#: The fewest rows in which a claim is told in words, with how it came out and what was measured.
FEWEST_OF_CLAIM = 5
#: The rows that a chart below keeps, its rows in a window that has the fewest, and those that options have at least.
CHART, FEWEST_OF_CHART, FEWEST_OF_ANSWER = 6, 4, 3
#: From this many rows on there is one for the diagnosis below a chart, which is also told in full.
ROWS_WITH_DIAGNOSIS = 20
#: The columns from which on a run stands beside its question, in a window of many rows and in one of few.
WIDE, WIDE_IF_LOW, HIGH = 120, 160, 36
#: The rows of what stands between words and chart, and below it.
AROUND_CHART = ("#run", "#progress", "#sentence", "#diagnosis")
PARTS = frozenset(("sides", "left", "prompt", "answer", "warning", "claim", *(each[1:] for each in AROUND_CHART)))


class RunColumn(Vertical):
    """What runs, in whatever rows the words leave."""

    def on_resize(self) -> None:
        """Share the rows out anew."""
        if isinstance(self.screen, RunScreen):
            self.screen.call_after_refresh(self.screen.draw_run)


def is_stacked(width: int, height: int) -> bool:
    """Whether a run stands below its question: beside it, lines are too short in a window of so many columns and rows.

    Short lines take more rows, so a window that has many of these need not be as wide.
    """
    return width < (WIDE if height >= HIGH else WIDE_IF_LOW)


def divided(room: int, answer: int, claim: int, chart: int) -> tuple[int, int]:
    """The rows for the options and for the claim of `room`, by what each wants, where a chart wants some, too."""
    for_claim = min(claim, max(FEWEST_OF_CLAIM, room - answer - chart))
    for_answer = min(answer, max(FEWEST_OF_ANSWER, room - for_claim - chart // 2))
    return for_answer, for_claim


def share_left(screen: Screen[None]) -> bool:
    """Give options and claim as many rows as they want, or as there are; return whether these are others than before.

    A screen that has gone since it was drawn lacks some of its parts.
    """
    if not has_parts(screen, PARTS):
        return False
    stacked = screen.has_class("-stacked")
    height = screen.query_one("#sides" if stacked else "#left").content_region.height
    diagnosis, has_room = screen.query_one("#diagnosis"), not stacked or height >= ROWS_WITH_DIAGNOSIS
    changed = diagnosis.display != has_room
    diagnosis.display = has_room
    others = ("#prompt", "#warning", *(AROUND_CHART if stacked else ()))
    answer, claim = screen.query_one("#answer"), screen.query_one("#claim", CutText)
    room = height - sum(_rows(screen.query_one(each)) for each in others) - claim.styles.margin.height
    wanted = sum(_rows(row) for row in answer.children)
    for_answer, for_claim = divided(
        room, wanted, claim.rows_wanted, (CHART if has_room else FEWEST_OF_CHART) if stacked else 0
    )
    return any([changed, _at_most(answer, for_answer), _at_most(claim, max(for_claim, 1))])


def _rows(widget: Widget) -> int:
    return widget.outer_size.height + widget.styles.margin.height if widget.display else 0


def _at_most(widget: Widget, rows: int) -> bool:
    before = widget.styles.max_height
    if before is not None and before.value == rows:
        return False
    widget.styles.max_height = rows
    return True

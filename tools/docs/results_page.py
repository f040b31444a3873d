"""The page docs/results.md: the columns of an export of answers, from the table by which they are read back."""

from __future__ import annotations

from quizapp.record.columns import COLUMNS
from tools.docs.page import Page

HEAD = """# Exports of answers

<!-- Generated from quizapp/record/columns.py by `poe docs docs/results.md`. -->

`quizapp results --export csv` (or `json`) writes one row for each answer that was committed, in the order in which
they were kept; `quizapp results import FILE` merges such a file into the record, each answer once, and
`quizapp items FILES...` works over the files of many learners. Both forms have these columns, and no others.

In CSV the first line names the columns, text is UTF-8, lines end in CRLF, what has parts is JSON, and an empty cell is
"none". So that no spreadsheet runs a cell as a formula, one that begins with `=`, `+`, `-`, `@`, a tab or a quote `'`
gets another `'` before it, which the import takes away again. With pandas: `pandas.read_csv("answers.csv")`.

In JSON the rows are the objects of `answers`; what has parts is a list or an object there, and `null` is "none".

| column | holds | may be empty | means |
| --- | --- | --- | --- |
"""


def _page() -> str:
    rows = (
        f"| `{each.name}` | {each.kind.says} | {'yes' if each.empty else 'no'} | {each.about} |" for each in COLUMNS
    )
    return HEAD + "\n".join(rows) + "\n"


PAGE = Page("docs/results.md", _page)

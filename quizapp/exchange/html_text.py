"""Text as HTML: paragraphs, line ends, indentation, code and tables; `html_reader` reads it back."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from quizapp.deck.layout import Block, Code, Paragraph, is_stiff
from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import CODE, blocks, on_one_line
from quizapp.questions.question import Reading

NO_BREAK = "\N{NO-BREAK SPACE}"
LANGUAGE = "language-"
#: What stands behind the first fence, where that is more than a language.
INFO = "data-info"
#: A bar within a cell of a table.
PIPE = r"\|"
#: What is a block, even where there are no paragraphs.
ENDS = ("</pre>", "</table>")


def as_html(text: str) -> str:
    """The text as paragraphs, code and tables of HTML."""
    return "".join(map(_block, blocks(text)))


def explained_html(explanation: str | None, reading: Sequence[Reading]) -> str:
    """An explanation and where to read more, as HTML; empty if there is neither."""
    items = "".join(f"<li>{_link(each)}</li>" for each in reading)
    told = as_html(explanation) if explanation else ""
    return f"{told}<p>{HEADING}</p><ul>{items}</ul>" if items else told


def _link(reading: Reading) -> str:
    return f'<a href="{html.escape(bare(reading.url))}">{html.escape(on_one_line(reading.title), quote=False)}</a>'


def inline_html(text: str) -> str:
    """The text as HTML without paragraphs; code and tables are blocks here, too."""
    made: list[str] = []
    for block in blocks(text):
        if not isinstance(block, Paragraph):
            made.append(_block(block))
        else:
            apart = "<br/><br/>" if made and not made[-1].endswith(ENDS) else ""
            made.append(f"{apart}{_lines(block.lines)}")
    return "".join(made)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_lines(block.lines)}</p>"
    if isinstance(block, Code):
        language, *more = block.info.split(maxsplit=1) or [""]
        named = f' class="{LANGUAGE}{html.escape(language)}"' if language else ""
        about = f' {INFO}="{html.escape(block.info)}"' if more else ""
        code = html.escape("\n".join(block.lines), quote=False)
        return f"<pre><code{named}{about}>{code}</code></pre>"
    head, *body = block.rows
    rows = [_row(head, "th"), *(_row(row, "td") for row in body)]
    return f"<table>{''.join(rows)}</table>"


def _row(cells: Sequence[str], tag: str) -> str:
    written = (f"<{tag}>{_words(cell.replace(PIPE, '|'))}</{tag}>" for cell in cells)
    return f"<tr>{''.join(written)}</tr>"


def _lines(lines: Sequence[str]) -> str:
    return "<br/>".join(map(_line, lines))


#: Around a line of code that is told by its indentation.
FIXED = '<span class="code" style="font-family: monospace">{}</span>'


def _line(line: str) -> str:
    """A line, in which no space is lost; code keeps its columns."""
    return FIXED.format(_spaced(line)) if is_stiff(line) else _spaced(line)


def _spaced(line: str) -> str:
    words = line.lstrip(" ")
    kept = re.sub(" {2,}", lambda found: NO_BREAK * len(found[0]), words)
    return NO_BREAK * (len(line) - len(words)) + _words(kept)


def _words(text: str) -> str:
    return CODE.sub(r"<code>\1</code>", html.escape(text, quote=False))

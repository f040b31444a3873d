"""Markdown to text as decks hold it, by markdown-it: blocks on their lines, code as code, emphasis as it is written.

To read one more kind of block, say in `_BLOCKS` what stands for it.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizapp.deck.layout import Code, Table
from quizapp.exchange.html_reader import left_link, picture, read_html
from quizapp.exchange.html_tags import is_known
from quizapp.exchange.html_text import PIPE
from quizapp.exchange.remarks import ReadText, Remark

ADDRESS = re.compile(r"https://[^\s()]+")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
COMMENT = "<!--"


@functools.cache
def parser() -> MarkdownIt:
    """CommonMark with tables."""
    return MarkdownIt("commonmark").enable("table")


def read_markdown(markdown: str) -> ReadText:
    """The text that Markdown shows."""
    tokens = parser().parse(markdown)
    remarks = too_deep(tokens)
    return ReadText(blocks_as_text(tokens, remarks), tuple(remarks))


def too_deep(tokens: Sequence[Token]) -> list[Remark]:
    """What is said of lists and quotations that stand in so many others that the parser leaves them out."""
    deepest = parser().options["maxNesting"] - 1
    is_deep = any(token.level >= deepest for token in tokens)
    return (
        [Remark("what stands in so many lists or quotations within one another that it is not read")] if is_deep else []
    )


def read_inline(markdown: str) -> ReadText:
    """The text that Markdown within a line shows, in which nothing begins a block."""
    remarks: list[Remark] = []
    (token,) = parser().parseInline(markdown)
    return ReadText(inline_as_text(token, remarks).strip(), tuple(remarks))


def blocks_as_text(tokens: Sequence[Token], remarks: list[Remark]) -> str:
    """The text of some blocks that belong together; what is left out of it is added to the remarks."""
    return "\n\n".join(_texts(tokens, remarks))


def _texts(tokens: Sequence[Token], remarks: list[Remark]) -> list[str]:
    texts = (_text(group, remarks) for group in groups(tokens))
    return [text for text in texts if text]


def groups(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The blocks side by side: each is one token, or all from one that opens to the one that closes it."""
    found, start, depth = [], 0, 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            found.append(tokens[start : index + 1])
            start = index + 1
    return found


def _text(group: Sequence[Token], remarks: list[Remark]) -> str:
    read = _BLOCKS.get(group[0].type)
    return read(group, remarks) if read else blocks_as_text(group[1:-1], remarks)


def _words(group: Sequence[Token], remarks: list[Remark]) -> str:
    return inline_as_text(group[1], remarks)


def _fence(group: Sequence[Token], remarks: list[Remark]) -> str:
    lines = [line.rstrip() for line in group[0].content.rstrip("\n").split("\n")]
    return Code(group[0].info.replace("`", "").strip(), tuple(lines)).text


def _indented(group: Sequence[Token], remarks: list[Remark]) -> str:
    return "\n".join(f"    {line}".rstrip() for line in group[0].content.rstrip("\n").split("\n"))


def _html(group: Sequence[Token], remarks: list[Remark]) -> str:
    if group[0].content.lstrip().startswith(COMMENT):
        remarks.append(Remark("a comment", re.escape(COMMENT)))
    found = read_html(group[0].content)
    remarks.extend(found.remarks)
    return found.text


def _list(group: Sequence[Token], remarks: list[Remark]) -> str:
    start = int(str(group[0].attrGet("start") or 1)) if group[0].type == "ordered_list_open" else None
    items = []
    for number, item in enumerate(groups(group[1:-1])):
        sign = "- " if start is None else f"{start + number}. "
        gap = "\n" if any(token.hidden for token in item) else "\n\n"
        items.append(sign + _behind(gap.join(_texts(item[1:-1], remarks)), " " * len(sign)))
    return "\n".join(items)


def _quote(group: Sequence[Token], remarks: list[Remark]) -> str:
    return f"> {_behind(blocks_as_text(group[1:-1], remarks), '> ')}"


def _behind(text: str, begin: str) -> str:
    return re.sub(r"\n(?=[^\n])", f"\n{begin}", text)


def _table(group: Sequence[Token], remarks: list[Remark]) -> str:
    rows: list[list[str]] = []
    for token in group:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            cell = " ".join(inline_as_text(token, remarks).split())
            rows[-1].append(cell.replace("|", PIPE))
    return Table(tuple(map(tuple, rows))).text


_BLOCKS: dict[str, Callable[[Sequence[Token], list[Remark]], str]] = {
    "paragraph_open": _words,
    "heading_open": _words,
    "inline": lambda group, remarks: inline_as_text(group[0], remarks),
    "fence": _fence,
    "code_block": _indented,
    "html_block": _html,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "blockquote_open": _quote,
    "table_open": _table,
    "hr": lambda group, remarks: "---",
}


def inline_as_text(token: Token, remarks: list[Remark]) -> str:
    """The words of a line or a paragraph; a link is its words and its address, and a picture its other text."""
    children = token.children or []
    if any(each.type == "html_inline" and _is_tag(each.content) for each in children):
        found = read_html("".join(map(_as_html, children)))
        remarks.extend(found.remarks)
        return found.text
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for each in children:
        if each.type == "link_open":
            links.append((str(each.attrGet("href") or ""), len(parts)))
        elif each.type == "link_close":
            address, start = links.pop()
            parts.append(_address(address, "".join(parts[start:]), remarks))
        else:
            parts.append(_inline(each, remarks))
    return "".join(parts)


def _is_tag(content: str) -> bool:
    """Whether this is a tag that HTML knows and that says more than where a line ends."""
    return not LINE_BREAK.fullmatch(content) and (content.startswith(COMMENT) or is_known(content))


def _inline(token: Token, remarks: list[Remark]) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if LINE_BREAK.fullmatch(token.content) else token.content
        case "code_inline":
            return f"{token.markup}{_apart(token.content)}{token.markup}"
        case "image":
            shown, message = picture(token.content, str(token.attrGet("src") or ""))
            remarks.append(Remark(message, r"!\["))
            return shown
    return token.content.replace("\N{NO-BREAK SPACE}", " ") or token.markup


def _apart(code: str) -> str:
    """Code that begins or ends with a backtick stands apart from those around it."""
    return f" {code} " if code.startswith("`") or code.endswith("`") else code


def _address(address: str, words: str, remarks: list[Remark]) -> str:
    """What stands behind the words of a link."""
    if ADDRESS.fullmatch(address):
        return "" if address in words else f" ({address})"
    if address and not address.startswith("#"):
        remarks.append(Remark(left_link(address).message, r"\]\(|\]\[|<"))
    return ""


def _as_html(token: Token) -> str:
    """A part of a line as HTML, for lines that hold some."""
    match token.type:
        case "html_inline":
            return (
                token.content
                if token.content.startswith(COMMENT) or is_known(token.content)
                else html.escape(token.content)
            )
        case "hardbreak":
            return "<br>"
        case "softbreak":
            return " "
        case "code_inline":
            return f"<code>{html.escape(token.content)}</code>"
        case "image":
            return f'<img alt="{html.escape(token.content)}" src="{html.escape(str(token.attrGet("src") or ""))}">'
        case "link_open":
            return f'<a href="{html.escape(str(token.attrGet("href") or ""))}">'
        case "link_close":
            return "</a>"
    return html.escape(token.content or token.markup)

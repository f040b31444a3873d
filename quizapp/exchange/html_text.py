"""Text as HTML and back: paragraphs, line ends, indentation and code; of all other HTML the words are kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import CODE, cleaned, flowed, on_one_line
from quizapp.questions.question import Reading

NO_BREAK = "\N{NO-BREAK SPACE}"
#: What stands in the text for each tag, closing or opening; others stand for nothing.
BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
OPENING = {
    "br": "\n",
    "li": "\n- ",
    "tr": "\n",
    "td": " ",
    "th": " ",
    "code": "`",
    "sup": "^",
    "sub": "_",
    "img": "[image]",
}
CLOSING = {"code": "`"}
SILENT = frozenset({"script", "style"})
TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^<>]*)>|(?P<comment><!--)|(?P<text>[^<]+|<)"
)
ADDRESS = re.compile(r"""\bhref\s*=\s*["']?(https://[^\s"'()]+)""")


def as_html(text: str) -> str:
    """The text as paragraphs of HTML."""
    return "".join(f"<p>{_paragraph(each)}</p>" for each in flowed(text).split("\n\n"))


def explained_html(explanation: str | None, reading: Sequence[Reading]) -> str:
    """An explanation and where to read more, as HTML; empty if there is neither."""
    items = "".join(f"<li>{_link(each)}</li>" for each in reading)
    told = as_html(explanation) if explanation else ""
    return f"{told}<p>{HEADING}</p><ul>{items}</ul>" if items else told


def _link(reading: Reading) -> str:
    return f'<a href="{html.escape(bare(reading.url))}">{html.escape(on_one_line(reading.title), quote=False)}</a>'


def inline_html(text: str) -> str:
    """The text as HTML without paragraphs, for places that hold no blocks."""
    return "<br/><br/>".join(_paragraph(each) for each in flowed(text).split("\n\n"))


def _paragraph(text: str) -> str:
    return "<br/>".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    words = line.lstrip(" ")
    escaped = html.escape(words, quote=False)
    return NO_BREAK * (len(line) - len(words)) + CODE.sub(r"<code>\1</code>", escaped)


def as_text(source: str) -> str:
    """The words of HTML as a deck may hold them."""
    text = "".join(_pieces(source))
    text = re.sub(r" *\n *", "\n", text).replace(NO_BREAK, " ")
    return cleaned(re.sub(r"\n{3,}", "\n\n", text))


def has_tags(text: str) -> bool:
    """Whether a text that does not say what it is looks like HTML."""
    return re.search(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", text) is not None


def _pieces(source: str) -> Iterator[str]:
    """What each piece of the source stands for; whoever stands for words in `pre` keeps its line ends."""
    position, silent, kept, address = 0, "", False, ""
    while found := TOKEN.match(source, position):
        position = found.end()
        tag, closing = (found["tag"] or "").lower(), bool(found["close"])
        if found["comment"]:
            position = _after_comment(source, position)
        elif silent:
            silent = "" if closing and tag == silent else silent
        elif tag == "a":
            yield f" ({address})" if closing and address else ""
            address = "" if closing else _address(found["attributes"])
        elif tag:
            silent = tag if tag in SILENT and not closing else ""
            kept = not closing if tag == "pre" else kept
            yield _for_tag(tag, closing)
        else:
            yield _words(found["text"], kept)


def _address(attributes: str) -> str:
    """Where a link leads to, if that is a page of the web that can be read safely."""
    found = ADDRESS.search(attributes)
    return html.unescape(found[1]) if found else ""


def _after_comment(source: str, position: int) -> int:
    end = source.find("-->", position)
    return end + 3 if end >= 0 else len(source)


def _for_tag(tag: str, closing: bool) -> str:
    if tag in BLOCKS:
        return "\n\n"
    return CLOSING.get(tag, "") if closing else OPENING.get(tag, "")


def _words(text: str, kept: bool) -> str:
    words = html.unescape(text)
    return words.replace(" ", NO_BREAK) if kept else re.sub(r"[ \t\r\n\f]+", " ", words)

"""HTML to text as decks hold it, by lxml's tree: lines, lists, tables and code stay, and what is left out is listed.

Reading takes time in proportion to the length, and no address is ever opened. To read one more tag, say in a table
below what stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from quizapp.deck.layout import Code, Table
from quizapp.exchange.html_tags import CODE, CONTROLS, KNOWN, MEDIA, PARAGRAPHS, SHAPED, SILENT
from quizapp.exchange.html_text import INFO, LANGUAGE, NO_BREAK, PIPE
from quizapp.exchange.remarks import ReadText, Remark
from quizapp.exchange.text import REFUSED

#: Stands for a line end that is not to be touched, until all lines are put together; no deck holds this character.
LINE = "\ue00a"
#: What would end the text before its end.
WHOLE_PAGE = re.compile(r"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"https://[^\s()]+")
#: The lines that part an item of a list from what stands before it.
BEFORE_ITEM = re.compile(f"\n+(?={NO_BREAK}*(?:- |[0-9]+[.] ))")
#: How many open elements deep the items of lists are still indented.
DEEPEST = 24
#: What stands for what is neither words nor a picture of its own file.
MEDIA_SHOWN = {"svg": "picture", "canvas": "picture", "map": "picture", "iframe": "page", "embed": "object"}
#: What an exponent or an index may be without brackets.
SHORT = re.compile(r"[-+−]?[\w.,]*")


def read_html(source: str) -> ReadText:
    """The text that HTML shows, as a deck may hold it."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    reader = _Reader()
    root = etree.fromstring(f"<body>{WHOLE_PAGE.sub('', REFUSED.sub('', source))}</body>", parser)
    if root is not None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            (reader.start if event == "start" else reader.end)(element)
    if any("depth" in each.message.lower() for each in parser.error_log):
        reader.remarks.append(Remark("what stands in so many tags within one another that no HTML reader follows"))
    return ReadText(_put_together("".join(reader.open[0].parts)), tuple(reader.remarks))


def _put_together(text: str) -> str:
    spaced = re.sub(r" *\n *", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", spaced).strip(" \n").replace(LINE, "\n").replace(NO_BREAK, " ")


@dataclass
class _Open:
    """An element that is being read: what it has so far, and what its children need to know."""

    tag: str
    parts: list[str] = field(default_factory=list)
    number: int | None = None
    rows: list[list[str]] = field(default_factory=list)
    info: str = ""


class _Reader:
    """The elements that are open, of which only those that shape their text stand on the stack."""

    def __init__(self) -> None:
        self.open = [_Open("")]
        self.remarks: list[Remark] = []
        self.code = self.silent = 0

    def start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if not self.silent:
            self._remark(tag)
            self._add(f"[{MEDIA_SHOWN.get(tag, tag)}]" if tag in MEDIA else "")
        self.silent += tag in SILENT | MEDIA | CONTROLS
        if tag in PARAGRAPHS:
            self._add("\n\n")
        elif tag == "br":
            self._add("\n")
        elif tag == "img" and not self.silent:
            self._picture(element)
        elif tag in SHAPED or tag in CODE or tag == "a":
            self._opened(tag, element)
        self._words(element.text)

    def end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self.silent -= tag in SILENT | MEDIA | CONTROLS
        if tag in PARAGRAPHS:
            self._add("\n\n")
        elif tag in ENDS:
            self.code -= tag == "pre"
            closed = self.open.pop()
            self._add(ENDS[tag](self, closed, element))
        self._words(element.tail)

    def _opened(self, tag: str, element: etree._Element) -> None:
        self.code += tag == "pre"
        start = str(element.get("start", "1"))
        number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
        self.open.append(_Open(tag, number=number if tag == "ol" else None))
        if self.code and (info := _info(element)):
            next(each for each in reversed(self.open) if each.tag == "pre").info = info

    def _add(self, text: str) -> None:
        self.open[-1].parts.append(text)

    def _words(self, text: str | None) -> None:
        if text and not self.silent:
            self._add(
                text.replace("\n", LINE).replace(" ", NO_BREAK) if self.code else re.sub(r"[ \t\r\n\f]+", " ", text)
            )

    def _remark(self, tag: str) -> None:
        if tag in MEDIA:
            self.remarks.append(
                Remark(f"what <{tag}> shows; [{MEDIA_SHOWN.get(tag, tag)}] stands for it", f"(?:<|&lt;){tag}\\b")
            )
        elif tag in CONTROLS and tag != "option":
            self.remarks.append(Remark(f"the field <{tag}>", f"(?:<|&lt;){tag}\\b"))
        elif tag not in KNOWN:
            name = tag[:60]
            self.remarks.append(
                Remark(
                    f"the tag <{name}>, which HTML does not know; its words are kept", f"(?:<|&lt;){re.escape(name)}\\b"
                )
            )

    def _picture(self, element: etree._Element) -> None:
        shown, message = picture(str(element.get("alt") or ""), str(element.get("src") or ""))
        self._add(shown)
        self.remarks.append(Remark(message, r"(?:<|&lt;)img\b"))


def _info(element: etree._Element) -> str:
    """The language of code, as pages name it."""
    classes = str(element.get("class", "")).split()
    names = [each.removeprefix(LANGUAGE) for each in classes if each.startswith(LANGUAGE)]
    return str(element.get(INFO) or (names[0] if names else ""))


def picture(alt: str, address: str) -> tuple[str, str]:
    """What stands for a picture, and what is said of it: its other text, or else its file's name."""
    name = "" if address.startswith("data:") else address.partition("?")[0].rpartition("/")[2]
    words = " ".join((alt or name).split())[:200].replace("[", "(").replace("]", ")")
    shown = f"[picture: {words}]" if words else "[picture]"
    return shown, f"a picture{f' ({name[:60]})' if name else ''}; {shown} stands for it"


def _item(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    """An item of a list, its lines behind its number or its dash."""
    around = reader.open[-1]
    sign = "- " if around.number is None else f"{around.number}. "
    if around.number is not None:
        around.number += 1
    is_deep = len(reader.open) > DEEPEST
    return f"\n{sign}{_tidied(closed) if is_deep else _behind(_tidied(closed), len(sign))}\n"


def _behind(text: str, columns: int) -> str:
    return re.sub(f"([\n{LINE}])(?=[^\n{LINE}])", "\\1" + NO_BREAK * columns, text)


def _list(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    gap = "\n" if any(each.tag in ("ul", "ol") for each in reader.open) else "\n\n"
    return f"{gap}{BEFORE_ITEM.sub(chr(10), _tidied(closed))}{gap}"


def _code(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    words = "".join(closed.parts)
    if reader.code or not words.strip():
        return words
    if "\n" in words.strip():
        return _fenced(words, "")
    return f"``{words}``" if "`" in words else f"`{words}`"


def _pre(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    return "".join(closed.parts) if reader.code else _fenced("".join(closed.parts), closed.info)


def _fenced(words: str, info: str) -> str:
    lines = [line.replace(NO_BREAK, " ").rstrip() for line in words.expandtabs(4).replace(LINE, "\n").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    text = Code(" ".join(info.replace("`", "").split()), tuple(lines)).text
    return f"\n\n{text.replace(chr(10), LINE).replace(' ', NO_BREAK)}\n\n"


def _cell(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    if not reader.open[-1].rows:
        reader.open[-1].rows.append([])
    reader.open[-1].rows[-1].append(_tidied(closed))
    return ""


def _row(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    reader.open[-1].rows.extend(closed.rows)
    return "".join(closed.parts)


def _table(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    """A table; one of a single column only places its cells, and these stand below one another."""
    around, columns = "".join(closed.parts), max(map(len, closed.rows), default=0)
    if columns <= 1:
        return "\n\n".join(["", around, *(cell for row in closed.rows for cell in row), ""])
    cells = [[*(_on_one_line(cell) for cell in row), *[""] * (columns - len(row))] for row in closed.rows]
    text = Table(tuple(map(tuple, cells))).text
    return f"\n\n{around}\n\n{text.replace(chr(10), LINE).replace(' ', NO_BREAK)}\n\n"


def _on_one_line(cell: str) -> str:
    return " ".join(cell.replace(LINE, " ").replace(NO_BREAK, " ").split()).replace("|", PIPE)


def _tidied(closed: _Open) -> str:
    spaced = re.sub(r" *\n *", "\n", "".join(closed.parts))
    return re.sub(r"\n{3,}", "\n\n", spaced).strip(" \n")


def _raised(sign: str) -> Callable[[_Reader, _Open, etree._Element], str]:
    """What stands for an exponent or an index: 10^2, and 10^(n+1)."""

    def raised(reader: _Reader, closed: _Open, element: etree._Element) -> str:
        words = "".join(closed.parts).strip()
        if not words:
            return ""
        return f"{sign}{words}" if SHORT.fullmatch(words) else f"{sign}({words})"

    return raised


def _link(reader: _Reader, closed: _Open, element: etree._Element) -> str:
    """The words of a link, and its address if that is a page of the web that can be read safely."""
    words, address = "".join(closed.parts), str(element.get("href") or "").strip()
    if ADDRESS.fullmatch(address):
        return words if address in words else f"{words} ({address})"
    if address and not address.startswith("#"):
        reader.remarks.append(left_link(address))
    return words


def left_link(address: str) -> Remark:
    """What is said of a link of which only the words are kept."""
    return Remark(f"the link to {address[:120]}; its words are kept", r"(?:<|&lt;)a\b")


ENDS: dict[str, Callable[[_Reader, _Open, etree._Element], str]] = {
    "li": _item, "ul": _list, "ol": _list, "pre": _pre, "table": _table, "tr": _row, "td": _cell, "th": _cell,
    "sup": _raised("^"), "sub": _raised("_"), "a": _link, **dict.fromkeys(CODE, _code),
}  # fmt: skip

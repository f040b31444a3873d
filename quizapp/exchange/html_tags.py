"""The tags that HTML knows, and which signs in a text are such tags."""

from __future__ import annotations

import re

PARAGRAPHS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "main", "menu", "nav", "p", "section", "summary", "caption",
})  # fmt: skip
#: Whose words are read, while the tag itself says nothing in plain text.
PLAIN = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "html", "i",
    "ins", "label", "mark", "q", "rp", "rt", "ruby", "s", "small", "span", "strike", "strong", "thead", "tbody",
    "tfoot", "time", "tt", "u", "var", "wbr", "br", "img", "col", "colgroup",
})  # fmt: skip
SILENT = frozenset({
    "script", "style", "head", "title", "template", "link", "meta", "base",
})  # fmt: skip
CODE = frozenset({
    "code", "kbd", "samp", "tt",
})  # fmt: skip
MEDIA = frozenset({
    "audio", "video", "iframe", "object", "embed", "canvas", "svg", "map",
})  # fmt: skip
CONTROLS = frozenset({
    "input", "select", "textarea", "button", "option",
})  # fmt: skip
#: Tags of which more than the words is read.
SHAPED = frozenset({
    "ul", "ol", "li", "table", "tr", "td", "th", "pre", "sub", "sup",
})  # fmt: skip
KNOWN = PARAGRAPHS | PLAIN | SILENT | CODE | MEDIA | CONTROLS | SHAPED
#: HTML lets nobody close these, and these are often left open.
NEVER_CLOSED = frozenset({
    "br", "img", "hr", "input", "wbr", "col", "link", "meta", "base", "embed",
})  # fmt: skip
OFTEN_OPEN = frozenset({
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot",
})  # fmt: skip
TAG = re.compile(
    r"""<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)"""
    r"""(?:\s+[a-zA-Z][-\w:]*\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=]+))*\s*/?>"""
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def has_tags(text: str) -> bool:
    """Whether a text that does not say what it is looks like HTML."""
    return ENTITY.search(text) is not None or any(tag for _, tag in _real_tags(text))


def is_known(tag: str) -> bool:
    """Whether a tag as it is written, such as `</b>`, is one that HTML knows."""
    return re.sub(r"</?([a-zA-Z0-9]+).*", r"\1", tag, flags=re.DOTALL).lower() in KNOWN


def escaped_signs(text: str) -> str:
    """HTML in which every `<` that begins no tag of HTML is written out, as in a<b and List<Layer>."""
    starts = {start for start, _ in _real_tags(text)}
    return re.sub(r"<(?!!--)", lambda found: "<" if found.start() in starts else "&lt;", text)


def _real_tags(text: str) -> list[tuple[int, str]]:
    """The tags that HTML knows, with their places, but for those that are never closed though they should be."""
    found = [(each.start(), each["close"], each["tag"].lower()) for each in TAG.finditer(text)]
    known = [each for each in found if each[2] in KNOWN]
    closed = {tag for _, close, tag in known if close}
    return [(start, tag) for start, _, tag in known if tag in closed | NEVER_CLOSED | OFTEN_OPEN]

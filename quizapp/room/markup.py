"""HTML made of plain functions: `tag` escapes every word that it is given, unless the word is HTML that it made itself.

This is the one place where pages escape, so that no name, prompt or answer can be more than words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

VOID = frozenset({"br", "input", "link", "meta"})
CODE = re.compile(r"`([^`\n]+)`")


class Html(str):
    """Markup that may stand in a page as it is."""

    __slots__ = ()


Part = Html | str | int | None | Sequence["Part"]


def tag(name: str, /, *parts: Part, **attributes: str | int | float | bool | None) -> Html:
    """An element; an attribute that is True stands without a value, None and False not at all; `for_` is `for`."""
    written = "".join(_attributes(attributes))
    return Html(f"<{name}{written}>" if name in VOID else f"<{name}{written}>{html(*parts)}</{name}>")


def _attributes(attributes: dict[str, str | int | float | bool | None]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        spelled = name.rstrip("_").replace("_", "-")
        yield f" {spelled}" if value is True else f' {spelled}="{escape(str(value))}"'


def html(*parts: Part) -> Html:
    """Parts one after the other, words escaped."""
    return Html("".join(_html(part) for part in parts))


def _html(part: Part) -> str:
    if part is None:
        return ""
    if not isinstance(part, str | int):
        return html(*part)
    return part if isinstance(part, Html) else escape(str(part))


def prose(words: str) -> Html:
    """An author's words in which a name between backticks is set as code."""
    parts = CODE.split(words.strip())
    return html(*(tag("code", part) if index % 2 else part for index, part in enumerate(parts)))


def paragraphs(words: str) -> Html:
    """An author's words as paragraphs, parted where they left a line empty."""
    return html(*(tag("p", prose(part)) for part in re.split(r"\n\s*\n", words.strip()) if part.strip()))


def document(title: str, body: Html, *head: Html, look: str | None = None) -> str:
    """A whole page in English."""
    heading = html(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        *head,
    )
    return f"<!doctype html>{tag('html', tag('head', heading), body, lang='en', data_look=look)}"

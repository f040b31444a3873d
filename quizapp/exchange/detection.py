"""Which format a file is in: by what stands in it, and only where that does not tell, by its ending."""

from __future__ import annotations

import re
from pathlib import Path

from quizapp.exchange import import_names, importer

#: The first line of a deck that is no comment, and two keys of one.
HEAD = re.compile(r"(?:\s*(?:#.*)?\n)*(?:format|title|description|experiments|questions):")
DECK = re.compile(r"^(?:format:\s*['\"]?1|questions:)", re.MULTILINE)
LOOKS = {
    "gift": "questions with answers in { }",
    "mkdocs-quiz": "Markdown with <quiz> on a line of its own",
    "qti": "XML that begins with <assessmentItem>, or a package of such files",
    "moodle-xml": "XML that begins with <quiz> and a <question>",
}


class Unknown(Exception):
    """A file in none of the formats; the text says what it is, or what was looked for."""


def format_of(path: Path, text: str) -> str:
    """The name of the format that a file is in, or Unknown."""
    if HEAD.match(text) and len(DECK.findall(text)) > 1:
        raise Unknown(f"this is a deck already; `quizapp check {path}` reads it")
    meant = [name for name in import_names() if importer(name).is_meant(text)]
    ending = [name for name in import_names() if path.suffix.lower() in importer(name).endings]
    found = [name for name in meant if name in ending] or meant or ending
    if found:
        return found[-1]
    if not text.strip():
        formats = " or --from ".join(import_names())
        raise Unknown(f"the file is empty, and its ending does not tell the format; add --from {formats}")
    looked = "; ".join(f"{name}: {LOOKS.get(name, importer(name).carries)}" for name in import_names())
    raise Unknown(f"this is in none of the formats that can be imported ({looked})")

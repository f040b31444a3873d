"""The page docs/settings.md: what can be set, from the table by which the file is read."""

from __future__ import annotations

from quizapp.settings.file import template
from quizapp.settings.keys import ACTIONS
from quizapp.settings.model import SETTINGS
from tools.docs.page import Page

HEAD = """# Settings

<!-- Generated from quizapp/settings by `poe docs docs/settings.md`. -->

`,` opens them on every screen. They are kept in `settings.toml` in your configuration folder (or in that which
`QUIZAPP_CONFIG_DIR` names), which the screen writes at the first change and leaves your comments in. A value that is
wrong is named with its line when the program starts, and its default counts.

| setting | default | does |
| --- | --- | --- |
"""
KEYS = """
## Keys

Below `[keys]` an action gets other keys, parted by commas; the comma itself is `comma`. No key can have two meanings:
the first that asks for one gets it, and the other keeps its usual one. Footer and help follow.

| action | usual keys | does |
| --- | --- | --- |
"""
FILE = """
## The file as it is at first

```toml
"""


def _page() -> str:
    rows = (f"| `{each.name}` | `{each.default!r}` | {each.about} |" for each in SETTINGS)
    keys = (f"| `{name}` | `{usual}` | {about} |" for name, (usual, about) in ACTIONS.items())
    return HEAD + "\n".join(rows) + "\n" + KEYS + "\n".join(keys) + "\n" + FILE + template() + "```\n"


PAGE = Page("docs/settings.md", _page)

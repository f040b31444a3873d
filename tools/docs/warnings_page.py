"""The page docs/warnings.md: all lint rules explained, as `quizapp check --explain` explains one."""

from __future__ import annotations

from quizapp.checking.lint.pages import page
from tools.docs.page import Page

PAGE = Page("docs/warnings.md", lambda: "\n".join(page()) + "\n")

"""The page questions/README.md, the author's guide: tools/docs/guide/guide.md with its reference filled in."""

from __future__ import annotations

from tools.docs.guide.page import page
from tools.docs.page import Page

PAGE = Page("questions/README.md", page)

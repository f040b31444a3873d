"""Prints the author's guide: python -m tools.docs.guide > questions/README.md."""

from __future__ import annotations

from tools.docs.guide.page import page

if __name__ == "__main__":
    print(page(), end="")

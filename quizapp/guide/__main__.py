"""Prints the author's guide: python -m quizapp.guide > questions/README.md."""

from __future__ import annotations

from quizapp.guide.page import page

if __name__ == "__main__":
    print(page(), end="")

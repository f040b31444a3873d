"""Prints docs/warnings.md: python -m quizapp.checking.lint > docs/warnings.md."""

from __future__ import annotations

from quizapp.checking.lint.pages import page

if __name__ == "__main__":
    print("\n".join(page()))

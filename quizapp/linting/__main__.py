"""Prints docs/warnings.md: python -m quizapp.linting > docs/warnings.md."""

from __future__ import annotations

from quizapp.linting.pages import page

if __name__ == "__main__":
    print("\n".join(page()))

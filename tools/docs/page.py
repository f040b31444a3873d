"""What a generated page is: a file of this repository, and the function that makes its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Page:
    """A generated file: its path in the repository, and what makes its whole text.

    `expected`, of the text in the file, gives what this text should be, where what `make` gives is not to be compared
    word for word: because it takes minutes, or because its numbers depend on how the processor rounds.
    """

    path: str
    make: Callable[[], str]
    expected: Callable[[str], str] | None = None

    @property
    def file(self) -> Path:
        """Where it lies."""
        return ROOT / self.path

    @property
    def stale(self) -> bool:
        """Whether the file is not what it should be."""
        if not self.file.is_file():
            return True
        text = self.file.read_text(encoding="utf-8")
        return text != (self.make() if self.expected is None else self.expected(text))

    def write(self) -> bool:
        """Make the file anew; whether it changed."""
        before = self.file.read_text(encoding="utf-8") if self.file.is_file() else None
        after = self.make()
        self.file.write_text(after, encoding="utf-8")
        return after != before

"""Asking and telling, line by line: what is typed at a prompt, or that nobody types any more."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TextIO, TypeVar

from quizapp.text import terminal
from quizapp.text.in_ascii import spelled
from quizapp.text.run_report import Page
from quizapp.text.terms import find, search, terms

#: The most columns that lines are filled to.
WIDEST = 80
T = TypeVar("T")

#: After this many seconds of silence, say what is being computed.
PATIENCE = 0.5
#: And again after as many more: seldom enough for somebody who has every line read out.
AGAIN = 3.0
QUIT = ("q", "quit")
HELP = ("?", "help")
HINT = ("h", "hint")
WORDS = ("g", "words")
EVERYWHERE = "h gives a hint, ? this help, q quits. g error says what a word means."


class PlayerLeft(Exception):
    """The player has quit, or the input has ended."""


class NotUnderstood(Exception):
    """Something was typed that cannot be meant; the text says what can be."""


@dataclass(frozen=True)
class Prompt(Generic[T]):
    """A question to the player: how it begins, how an answer is read (or NotUnderstood raised), and what `?` says."""

    name: str
    read: Callable[[str], T]
    help: str


@dataclass
class Console:
    """Where lines come from and go to; in ASCII alone if that was asked for."""

    source: TextIO
    sink: TextIO
    page: Page = field(default_factory=lambda: Page(drawings=False))
    once: set[str] = field(default_factory=set)
    spelled_in_ascii: bool = False

    def tell(self, *blocks: str) -> None:
        """Print blocks of text with a blank line after each."""
        for block in blocks:
            print(spelled(block) if self.spelled_in_ascii else block, end="\n\n", file=self.sink)
        self.sink.flush()

    def tell_wrapped(self, text: str) -> None:
        """Print text, broken into lines."""
        self.tell(self.page.wrapped(text))

    def ask(self, prompt: Prompt[T], hint: Callable[[], str]) -> T:
        """Ask until the answer is understood; `h`, `?` and `q` are understood everywhere."""
        while True:
            line = self._line(prompt.name)
            word = line.lower()
            if word in QUIT:
                raise PlayerLeft
            if word in HELP:
                self.tell_wrapped(f"{prompt.help} {EVERYWHERE}")
            elif self.explained(word):
                pass
            elif word in HINT:
                self.tell_wrapped(hint())
            else:
                try:
                    return prompt.read(line)
                except NotUnderstood as problem:
                    self.tell_wrapped(f"{problem} (? for help)")

    def explained(self, line: str) -> bool:
        """Explain a word, as in `g error`, or with g alone all of them; whether that was asked for."""
        asked, _, word = line.partition(" ")
        if asked not in WORDS or (asked != "g" and word):
            return False
        found = search(word)[:3] if word else terms()
        if word and find(word) is not None:
            found = [term for term in [find(word)] if term]
        told = [self.page.wrapped(f"{term.name}: {term.line}", "  ", "") for term in found]
        self.tell("\n".join(told) or "There is no such word. g alone lists all.")
        return True

    def tell_once(self, text: str) -> None:
        """Print text, broken into lines, unless it was before."""
        if text not in self.once:
            self.once.add(text)
            self.tell_wrapped(text)

    def _line(self, name: str) -> str:
        print(f"{name}> ", end="", file=self.sink, flush=True)
        line = self.source.readline()
        if not line.endswith("\n") or not self.source.isatty():
            print(line.rstrip("\n"), file=self.sink)
        print(file=self.sink)
        if not line:
            raise PlayerLeft
        return line.strip()


class SlowNotice:
    """Says what is being done, if it takes long enough for somebody at a terminal to wonder."""

    def __init__(self, console: Console, doing: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.console, self.doing, self.clock = console, doing, clock
        self.watched = console.sink.isatty()
        self.last = clock()

    def still_at(self, step: int, steps: int) -> None:
        """The networks have come to `step` of `steps`."""
        if self.watched and self.clock() - self.last > PATIENCE:
            print(f"... {self.doing}{f': step {step} of {steps}' if steps else ''}", file=self.console.sink, flush=True)
            self.last = self.clock() + AGAIN - PATIENCE


def console_on(source: TextIO, sink: TextIO, drawings: bool, ascii_only: bool = False) -> Console:
    """A console that reads whatever bytes come, on a page that suits where it prints."""
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")
    lacking = ascii_only or terminal.ascii_only(sink.encoding)
    return Console(source, sink, Page(min(terminal.columns(), WIDEST), lacking, drawings), spelled_in_ascii=ascii_only)

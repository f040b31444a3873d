"""Whatever the terminal sends, the app goes on: a guard around Textual's driver for Linux and macOS.

Textual 8.2 ends the app by a byte that is not UTF-8 (a letter in Latin-1, an old mouse report; Textualize/textual#6456
and #6668) and by a sequence whose numbers are no character (`ESC [ 9999999 u`). Here such bytes and sequences are
passed over. It reads nothing, over and over, from a terminal that has gone; here that is a hang-up. And it draws on
standard error, which may well be a file; here it draws on standard output.
This file can go once `tests/ui/test_ui_driver_guard.py` says that Textual needs it no more.
"""

from __future__ import annotations

import codecs
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

#: What numbers that mean nothing come to in the parser: no character, no number, a window without pixels.
MEANINGLESS = (ValueError, OverflowError, ZeroDivisionError)
REPLACED = "\ufffd"


def guarded(driver: type[Driver]) -> type[Driver]:
    """The driver with a guard, which is put into the module that it reads with; one that reads no bytes as it is."""
    module: Any = sys.modules[driver.__module__]
    if not hasattr(module, "getincrementaldecoder"):
        return driver
    module.getincrementaldecoder = patient_decoder
    module.XTermParser = PatientParser
    return type(driver.__name__, (_OnOutput, driver), {})


class _OnOutput:
    """What makes a driver draw on standard output."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file = sys.__stdout__


def patient_decoder(encoding: str) -> Callable[[], PatientDecoder]:
    """As `codecs.getincrementaldecoder`, of patient decoders."""
    return partial(PatientDecoder, encoding)


class PatientDecoder:
    """A decoder that replaces what cannot be decoded, and hangs up where there is no terminal left to read from."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of the next bytes; none at all are what a terminal gives that has gone without telling anybody."""
        if not data and not final:
            os.kill(os.getpid(), signal.SIGHUP)
        return self._decoder.decode(data, final)


class PatientParser(XTermParser):
    """A parser that begins again after a sequence without meaning, and keeps characters to itself that are none."""

    def feed(self, data: str) -> Iterator[Message]:
        """What was typed, without what means nothing; no text is the end, as in Textual."""
        for each in data or ("",):
            yield from self._sound(partial(super().feed, each))

    def tick(self) -> Iterator[Message]:
        """What turns out to be complete because nothing follows, without what means nothing."""
        yield from self._sound(super().tick)

    def _sound(self, parse: Callable[[], Any]) -> Iterator[Message]:
        try:
            yield from (message for message in parse() if not _is_no_character(message))
        except MEANINGLESS:
            self._tokens.clear()
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)


def _is_no_character(message: Message) -> bool:
    character = message.character if isinstance(message, events.Key) else None
    return character is not None and any(each == REPLACED or "\ud800" <= each <= "\udfff" for each in character)

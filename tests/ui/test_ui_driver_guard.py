"""What the terminal sends never ends the app, and for how long Textual needs a guard for that."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.headless_driver import HeadlessDriver

from quizapp.ui.driver_guard import PatientParser, guarded, patient_decoder
from tests.support.examples import scaled

MEANINGLESS = ["\x1b[9999999u", "\x1b[1:2u", "\x1b[99;1;9999999u", "\x1b[48;1;1;0;0t\x1b[<0;1;1M"]


def keys(data: bytes) -> list[str]:
    """The keys that the app is told of."""
    decode = patient_decoder("utf-8")().decode
    return [event.key for event in PatientParser().feed(decode(data)) if isinstance(event, events.Key)]


@pytest.mark.parametrize("broken", [b"\xfc", b"\xe2\x82", b"\xed\xa0\x80", b"\x1b[M\x20\x80\xf7", b"\x1b[55296u"])
def test_bytes_that_are_no_characters_are_passed_over(broken: bytes) -> None:
    assert keys(b"a" + broken + b"b") == ["a", "b"]


def test_characters_of_several_bytes_still_arrive_however_they_are_cut() -> None:
    decoder = patient_decoder("utf-8")()
    text = "ü€🙂"
    assert "".join(decoder.decode(bytes([each])) for each in text.encode()) == text


@pytest.mark.parametrize("sequence", MEANINGLESS)
def test_a_sequence_without_meaning_is_passed_over_and_what_follows_is_read(sequence: str) -> None:
    assert keys(sequence.encode() + b"b\x1b[A") == ["b", "up"]


def test_input_still_ends() -> None:
    parser = PatientParser()
    assert list(parser.feed("")) == []
    assert parser.is_eof


def test_textual_still_needs_the_guard() -> None:
    """Once this fails, `quizapp/ui/driver_guard.py` can go: see what is left of it that Textual does not do itself."""
    from textual.drivers import linux_driver

    source = codecs.getincrementaldecoder("utf-8")()
    with pytest.raises(UnicodeDecodeError):
        source.decode(b"\xfc")
    with open(linux_driver.__file__, encoding="utf-8") as file:
        written = file.read()
    assert 'getincrementaldecoder("utf-8")()' in written
    assert "self._file = sys.__stderr__" in written
    for sequence in MEANINGLESS:
        with pytest.raises((ValueError, OverflowError, ZeroDivisionError)):
            list(XTermParser().feed(sequence))


def test_the_driver_for_linux_is_guarded_and_others_are_left_as_they_are() -> None:
    from textual.drivers import linux_driver

    assert issubclass(guarded(linux_driver.LinuxDriver), linux_driver.LinuxDriver)
    assert vars(linux_driver)["XTermParser"] is PatientParser
    assert guarded(HeadlessDriver) is HeadlessDriver


@pytest.mark.slow
@given(st.lists(st.binary(min_size=1, max_size=40), max_size=10))
@settings(max_examples=scaled(300))
def test_no_bytes_at_all_end_the_reading(parts: list[bytes]) -> None:
    decode, parser = patient_decoder("utf-8")().decode, PatientParser()
    for part in parts:
        list(parser.feed(decode(part) or " "))
        list(parser.tick())
    list(parser.feed("\x1b[A" * 20))
    assert "up" in [event.key for event in parser.feed("\x1b[A") if isinstance(event, events.Key)]

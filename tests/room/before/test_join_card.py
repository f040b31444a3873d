"""What leads into a room: QR codes that another program reads, in terminals and on the printed card."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from quizapp.__main__ import main
from quizapp.room.before.card import HEIGHT, WIDTH, join_card, join_card_svg, stored
from quizapp.room.shown.qr import FREE, qr_lines, qr_path

URL = "http://192.168.178.20:8765/r/KTMPW"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<img src=x onerror=alert(1)> & "quoted" \x1b[31m\u202e\x00'


def read(dark: NDArray[np.bool_]) -> list[str]:
    """What a reader of barcodes that is not ours sees, each module as a square of 4 by 4."""
    picture = np.where(np.kron(dark, np.ones((4, 4), bool)), 0, 255).astype(np.uint8)
    return [found.text for found in zxingcpp.read_barcodes(np.pad(picture, 16, constant_values=255))]


def halves(lines: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([[cell in inks for cell in line] for line in lines for inks in ("▀█", "▄█")])


def doubled(lines: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([[cell == "#" for cell in line[::2]] for line in lines])


@pytest.mark.parametrize(("width", "height"), [(80, 24), (33, 17), (120, 40), (200, 70), (29, 15), (27, 14)])
def test_the_code_of_a_terminal_is_read_by_another_program_and_fits(width: int, height: int) -> None:
    lines = qr_lines("http://10.0.0.7:8080/r/KTMP", width, height)
    assert lines is not None
    assert max(map(len, lines)) <= width
    assert len(lines) <= height
    assert read(halves(lines)) == ["http://10.0.0.7:8080/r/KTMP"]


@pytest.mark.parametrize(("width", "height"), [(80, 40), (66, 33), (200, 100)])
def test_in_ascii_too(width: int, height: int) -> None:
    lines = qr_lines(URL, width, height, ascii_only=True)
    assert lines is not None
    assert "".join(lines).isascii()
    assert max(map(len, lines)) <= width
    assert len(lines) <= height
    assert read(doubled(lines)) == [URL]


def test_it_is_as_large_as_the_cells_allow_and_none_where_they_do_not() -> None:
    small, large = qr_lines(URL, 80, 24), qr_lines(URL, 160, 48)
    assert small is not None
    assert large is not None
    assert len(large[0]) == 2 * len(small[0])
    for width, height in ((20, 24), (80, 9), (0, 0), (-1, -1)):
        assert qr_lines(URL, width, height) is None
    assert qr_lines("x" * 4000, 500, 500) is None


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=200))
def test_any_address_that_fits_is_read(address: str) -> None:
    lines = qr_lines(address, 200, 100)
    assert lines is not None
    assert read(halves(lines)) == [address]


def dark_of(path: str, units: int) -> NDArray[np.bool_]:
    """The squares that a path of an SVG covers."""
    dark = np.zeros((units, units), bool)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        dark[int(y), int(x) : int(x) + int(length)] = True
    return dark


def test_the_path_of_the_card_is_the_same_code_with_its_free_edge() -> None:
    dark = dark_of(*qr_path(URL))
    assert read(dark) == [URL]
    assert not dark[:FREE].any()
    assert not dark[:, :FREE].any()


def card_texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_card_says_where_with_which_code_in_which_network_and_what_is_stored() -> None:
    svg = join_card_svg(URL, "KTMPW", "Weight initialization", "Room 12 guest")
    texts = card_texts(svg)
    assert texts[0] == "Weight initialization"
    assert {URL, "K T M P W", "First join the Wi-Fi network Room 12 guest"} <= set(texts)
    assert " ".join(texts).endswith(stored())
    (path,) = ElementTree.fromstring(svg).iter(f"{SVG}path")
    assert read(dark_of(path.attrib["d"], len(dark_of(*qr_path(URL))))) == [URL]


def test_the_page_is_one_file_of_the_size_of_a4_that_loads_nothing() -> None:
    page = join_card(URL, "KTMPW", "T")
    assert f'width="{WIDTH}mm" height="{HEIGHT}mm"' in page
    assert "size:A4" in page
    assert not re.search(r"<script|<link|src=|href=|url\(", page)


def test_texts_of_others_are_never_markup_and_hide_nothing() -> None:
    svg = join_card_svg(URL, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    assert {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(svg).iter()} == {
        "svg",
        "rect",
        "text",
        "path",
    }
    page = join_card(URL, "KTMP", HOSTILE)
    assert "<img" not in page
    assert not re.search("[\x00\x1b\u202e]", page + svg)


@pytest.mark.parametrize("long", [10, 60, 300])
def test_whatever_is_long_stays_on_the_page(long: int) -> None:
    svg = join_card_svg(f"http://{'a' * long}/", "KTMP", "word " * (long // 5), "w" * long, "word " * long)
    for each in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        size, text = float(each.attrib["font-size"]), each.text or ""
        assert 0.55 * size * len(text) <= WIDTH
        assert float(each.attrib["y"]) <= HEIGHT - 5


def test_an_address_that_no_code_can_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="too long for a QR code"):
        join_card("http://a/" + "x" * 4000, "KTMP", "T")


def test_the_command_writes_the_page_or_the_drawing_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["card", URL, "--title", "Networks", "--wifi", "guest", "--keep-days", "30"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    for part in (URL, "K T M P W", "Networks", "guest", "after 30 days at the latest"):
        assert part in " ".join(re.sub("<[^>]*>", " ", page).split())
    assert main(["card", "192.168.178.20:8765/r/ktmpw", "--output", "join.svg"]) == 0
    assert URL in card_texts(Path("join.svg").read_text("utf-8"))


def test_the_command_says_what_an_address_of_a_room_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "http://192.168.178.20:8765"]) == 1
    assert "/r/KMPTX" in capsys.readouterr().err

"""Names of files to be written: taken as they are, or refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.text.file_names import BadName, checked, plain


@pytest.mark.parametrize("name", ["mine.yaml", "a/b/mine.yaml", "../mine.gift", "Größe 2.yaml", ".hidden", "con-1.py"])
def test_a_name_that_every_system_takes_is_taken_wherever_it_is(name: str) -> None:
    assert checked(Path(name)) == Path(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is empty"),
        ("..", "is empty"),
        ("/", "is empty"),
        ("a\x1b[31mb.yaml", "cannot be shown, U+001B"),
        ("a\nb.yaml", "cannot be shown, U+000A"),
        ("a\u202eb.yaml", "cannot be shown, U+202E"),
        ("fol\tder/b.yaml", "cannot be shown, U+0009"),
        ("\udcff.yaml", "cannot be shown, U+DCFF"),
        ("CON.yaml", "Windows keeps"),
        ("aux", "Windows keeps"),
        ("lpt1.tar.gz", "Windows keeps"),
        ("a.yaml ", "ends with a space"),
        ("mine.", "ends with a dot"),
    ],
)
def test_a_name_that_some_system_does_not_take_is_refused_with_the_reason(name: str, why: str) -> None:
    with pytest.raises(BadName, match=why.replace("+", r"\+")):
        checked(Path(name))


@pytest.mark.parametrize("name", ["lab-a.yaml", "A_1.yaml", "x.yaml"])
def test_a_plain_name_is_as_the_proposed_one(name: str) -> None:
    assert plain(name, "yaml") == name


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("a/b.yaml", "b.yaml"),
        ("../b.yaml", "b.yaml"),
        ("/etc/passwd", "passwd.yaml"),
        ("~/b.yaml", "b.yaml"),
        (r"c:\b.yaml", "c-b.yaml"),
        ("mine", "mine.yaml"),
        ("mine.py", "mine-py.yaml"),
        ("my deck.yaml", "my-deck.yaml"),
        (".yaml", "mine.yaml"),
        ("-rf.yaml", "rf.yaml"),
        ("a:b.yaml", "a-b.yaml"),
    ],
)
def test_another_name_is_refused_with_one_that_would_do(name: str, proposed: str) -> None:
    with pytest.raises(BadName, match=f"letters, digits, - and _, then .yaml; write one such as {proposed}$"):
        plain(name, "yaml")


def test_a_plain_name_is_not_too_long_for_any_system() -> None:
    with pytest.raises(BadName, match="has 305 characters, and may have 200; write a shorter one"):
        plain("x" * 300 + ".yaml", "yaml")


@given(st.text(max_size=300) | st.text("ab./~-_\\", max_size=9).map("{}.yaml".format))
def test_whatever_is_typed_is_a_name_without_a_folder_or_is_refused(name: str) -> None:
    try:
        taken = plain(name, "yaml")
    except BadName:
        return
    assert Path(taken).name == taken == name

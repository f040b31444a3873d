"""Decks are found by name, by file and by folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.library import NoSuchDeck, bundled_decks, deck_paths, find_deck
from quizapp.reading import read_deck


def test_the_bundled_decks_can_be_read() -> None:
    assert bundled_decks()
    for path in bundled_decks():
        assert read_deck(path).name == path.stem


def test_a_folder_means_the_decks_in_it_and_below_it_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.yaml", "a.yml", "notes.txt", "sub/c.yaml", ".hidden/d.yaml"):
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in deck_paths([tmp_path])] == [
        "a.yml",
        "b.yaml",
        "sub/c.yaml",
    ]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "decks" / "a.yaml").touch()
    assert deck_paths([tmp_path / "decks"]) == [tmp_path / "decks" / "a.yaml"]


def test_files_stay_as_given_and_each_is_named_once(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert deck_paths([missing, str(missing)]) == [missing]


def test_nothing_means_all_bundled_decks_and_a_name_means_one() -> None:
    assert deck_paths([]) == bundled_decks()
    assert deck_paths([bundled_decks()[0].stem]) == bundled_decks()[:1]


def test_a_deck_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    deck = bundled_decks()[0]
    (tmp_path / "mine.yaml").touch()
    assert find_deck(deck.stem) == find_deck(str(deck)) == deck
    assert find_deck(str(tmp_path / "mine.yaml")) == tmp_path / "mine.yaml"


def test_a_misspelled_name_is_answered_with_the_nearest() -> None:
    deck = bundled_decks()[0]
    with pytest.raises(NoSuchDeck, match=f"did you mean '{deck.stem}'"):
        find_deck(deck.stem[:-1] + "x")

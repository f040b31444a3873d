"""Decks are found by name, by file and by folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.deck.finder import IN_ORDER, NoSuchDeck, Place, bundled_decks, deck_paths, find_deck, found_decks
from quizapp.deck.reader import read_deck
from tests.support.bundled import FIRST


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


def test_two_ways_to_one_file_are_one_deck(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    assert deck_paths([tmp_path / "link.yaml", tmp_path / "a.yaml"]) == [tmp_path / "link.yaml"]


@pytest.fixture
def places(tmp_path: Path, own_decks: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Place, Path]:
    """A working directory with a folder of decks in it, and a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions").mkdir()
    own_decks.mkdir(parents=True)
    return {Place.HERE: Path("questions"), Place.YOURS: own_decks}


def test_decks_are_found_in_all_places_the_nearest_first(places: dict[Place, Path]) -> None:
    (places[Place.HERE] / "near.yaml").touch()
    (places[Place.YOURS] / "mine.yml").touch()
    assert [(deck.name, deck.place) for deck in found_decks()] == [
        ("near", Place.HERE),
        ("mine", Place.YOURS),
        *((path.stem, Place.PACKAGE) for path in bundled_decks()),
    ]
    assert deck_paths([]) == [deck.path for deck in found_decks()]
    assert deck_paths(["mine"]) == deck_paths(["mine.yml"]) == [places[Place.YOURS] / "mine.yml"]


def test_of_decks_with_one_name_the_nearest_is_meant_and_the_others_say_so(places: dict[Place, Path]) -> None:
    bundled = FIRST
    for folder in places.values():
        (folder / bundled.name).write_text(str(folder))
    near = places[Place.HERE] / bundled.name
    assert find_deck(bundled.stem) == near
    assert [deck.hidden_by for deck in found_decks() if deck.name == bundled.stem] == [None, near, near]
    assert find_deck(bundled) == bundled


def test_a_file_that_lies_in_two_places_is_listed_once(places: dict[Place, Path]) -> None:
    places[Place.YOURS].rmdir()
    places[Place.YOURS].symlink_to(Path.cwd() / places[Place.HERE])
    (places[Place.HERE] / "one.yaml").touch()
    assert [deck.place for deck in found_decks() if deck.name == "one"] == [Place.HERE]


def test_a_copy_of_a_nearer_deck_is_not_listed_and_one_that_says_something_else_is(places: dict[Place, Path]) -> None:
    bundled = FIRST
    copy = places[Place.HERE] / bundled.name
    copy.write_bytes(bundled.read_bytes())
    assert [deck.path for deck in found_decks() if deck.name == bundled.stem] == [copy]
    copy.write_bytes(bundled.read_bytes() + b"# mine\n")
    assert [deck.path for deck in found_decks() if deck.name == bundled.stem] == [copy, bundled]


def test_what_cannot_be_a_deck_is_listed_and_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    assert [path.name for path in deck_paths([tmp_path])] == ["circle.yaml", "gone.yaml"]


def test_a_deck_is_found_by_name_and_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deck = FIRST
    (tmp_path / "mine.yaml").touch()
    assert find_deck(deck.stem) == find_deck(str(deck)) == deck
    assert find_deck(str(tmp_path / "mine.yaml")) == tmp_path / "mine.yaml"


def test_a_misspelled_name_is_answered_with_the_nearest() -> None:
    deck = FIRST
    with pytest.raises(NoSuchDeck, match=f"did you mean '{deck.stem}'"):
        find_deck(deck.stem[:-1] + "x")


def test_bundled_decks_come_in_the_order_in_which_one_goes_through_them_and_none_is_forgotten() -> None:
    assert [path.stem for path in bundled_decks()] == list(IN_ORDER)

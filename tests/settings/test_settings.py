"""Settings are read kindly: what is wrong is named with its line, and its default counts; writing keeps comments."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.settings.file import NAME, CannotWrite, parse, read_settings, settings_path, template, write_value
from quizapp.settings.keys import ACTIONS, RESERVED, keys_of, read_keys
from quizapp.settings.model import BY_NAME, SETTINGS, Settings


def test_the_file_that_is_written_at_first_sets_the_defaults_and_explains_each() -> None:
    settings, notes = parse(template())
    assert notes == []
    assert all(settings[each.name] == each.default for each in SETTINGS)
    assert all(each.about in template() for each in SETTINGS)
    assert all(f"# {name} = " in template() for name in ACTIONS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)
def test_every_default_and_every_choice_is_allowed(setting: object) -> None:
    for each in SETTINGS:
        assert [each.read(value) for value in (each.default, *each.choices)] == [each.default, *each.choices]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('\ntheme = "blue"', "2: theme is one of dark, light, ansi-dark, ansi-light, not 'blue'; 'dark' counts."),
        ("speed = 3", "1: speed is one of slow, normal, fast, full, not 3; 'normal' counts."),
        ('motion = "yes"', "1: motion is true or false, not 'yes'; True counts."),
        ("daily_limit = true", "1: daily_limit is a whole number from 1 to 500, not True; 20 counts."),
        ("retention = 2", "1: retention is a number from 0.7 to 0.97, not 2; 0.9 counts."),
        ("retention = nan", "1: retention is a number from 0.7 to 0.97, not nan; 0.9 counts."),
        ('profile = "a/b"', "not '/'"),
        ("colour = 1", "1: colour is no setting; these are: theme,"),
        ("theme = [1,\n2", "2: this is no TOML (Unclosed array), so the defaults count."),
        ("a = " + "[" * 5000, "this is no TOML"),
        ("keys = 3", "1: keys are a table"),
        ('[keys]\npause = "q"', "2: the key of pause cannot be 'q': that is the key of 'quit' already"),
        ('[keys]\npause = "x"\nstep = "x"', "3: the key of step cannot be 'x': that is the key of 'pause' already"),
        ('[keys]\nview = "enter"', "2: the key of view cannot be enter, which answers and lists need themselves"),
        ('[keys]\nfly = "x"', "2: the key of fly is no action; these are: help, words, lab"),
        ("[keys]\nhelp = 3", "2: the key of help is a key in quotes, such as 'x' or 'f5'"),
    ],
)
def test_a_wrong_value_is_a_sentence_with_its_line_and_the_default_counts(text: str, note: str) -> None:
    settings, notes = parse(text)
    assert note in " ".join(notes)
    assert len(notes) == 1
    assert all(settings[name] == setting.default for name, setting in BY_NAME.items())


def test_keys_may_be_exchanged_with_one_another() -> None:
    settings, notes = parse('[keys]\nhelp = "q"\nquit = "?,f10"')
    assert notes == []
    assert settings.keys == {"help": "q", "quit": "?,f10"}


@given(st.dictionaries(st.sampled_from(sorted(ACTIONS)), st.text("qxyz?,LV +[", max_size=4)))
def test_whatever_is_asked_for_no_key_ever_has_two_meanings(table: dict[str, str]) -> None:
    bound, wrong = read_keys(table)
    after = {name: bound.get(name, usual) for name, (usual, _) in ACTIONS.items()}
    keys = [key for chosen in after.values() for key in set(keys_of(chosen))]
    assert len(keys) == len(set(keys))
    assert not set(keys) & RESERVED
    assert bound.keys() | wrong.keys() == table.keys()


@given(st.text())
def test_whatever_is_in_the_file_the_settings_are_there(text: str) -> None:
    settings, _ = parse(text)
    assert all(settings[name] is not None for name in BY_NAME)


def test_writing_a_value_keeps_every_comment_and_all_else(tmp_path: Path) -> None:
    path = tmp_path / "deep" / NAME
    write_value(path, "theme", "light")
    before = path.read_text()
    path.write_text(
        before.replace('speed = "normal"', 'speed = "normal"  # mine').replace("[keys]", "[keys]\nhelp = 'x'")
    )
    write_value(path, "retention", 0.8)
    write_value(path, "quit", "z", "keys")
    found = read_settings(path)
    assert (found.settings["theme"], found.settings["retention"]) == ("light", 0.8)
    assert found.settings.keys == {"help": "x", "quit": "z"}
    assert 'speed = "normal"  # mine' in path.read_text()
    assert found.notes == ()
    assert [each.name for each in path.parent.iterdir()] == [NAME]
    tomllib.loads(path.read_text())


def test_what_cannot_be_written_is_said_and_a_broken_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("theme = [")
    with pytest.raises(CannotWrite, match="mend it first"):
        write_value(path, "theme", "light")
    assert path.read_text() == "theme = ["
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="cannot be written"):
        write_value(tmp_path / "file" / NAME, "theme", "light")
    with pytest.raises(CannotWrite, match="QUIZAPP_CONFIG_DIR"):
        write_value(None, "theme", "light")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * 100_001])
def test_a_file_that_is_no_text_is_named_and_the_defaults_count(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    found = read_settings(tmp_path / NAME)
    assert found.settings == Settings()
    assert "cannot be read" in found.notes[0]


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_CONFIG_DIR", str(tmp_path))
    assert settings_path() == tmp_path / NAME
    assert read_settings().notes == ()

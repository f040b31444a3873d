"""What is added as a file is found, in the order of the names of files, and what is missing in one is said."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.checking.lint.rule import Rule
from quizapp.cli import quizapp
from quizapp.discovery import discover, module_names, value_of
from quizapp.exchange.format import Exporter, Importer
from quizapp.questions.question import Question
from quizapp.views import VIEWS, view_of_measure


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of two plug-ins and a helper."""
    folder = tmp_path / "plug_ins_of_a_test"
    folder.mkdir()
    for name, text in {"__init__": "", "second": "THING = 2\n", "first": "THING = 1\n", "helper": ""}.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.partition(".")[0] == folder.name]:
        monkeypatch.delitem(sys.modules, name)
    return folder.name


def test_modules_that_define_the_name_are_found_in_the_order_of_their_names(package: str) -> None:
    assert list(discover(package, "THING")) == [("first", 1), ("second", 2)]


def test_names_are_found_without_importing_a_module(package: str) -> None:
    assert module_names(package) == ("first", "helper", "second")
    assert [name for name in sys.modules if name.startswith(f"{package}.")] == []
    assert value_of(package, "second", "THING") == 2
    assert [name for name in sys.modules if name.startswith(f"{package}.")] == [f"{package}.second"]


@pytest.mark.parametrize(
    ("package", "name", "kind"),
    [
        ("quizapp.checking.lint.rules", "RULES", tuple),
        ("quizapp.commands", "COMMAND", object),
        ("quizapp.exchange.exporters", "EXPORTER", Exporter),
        ("quizapp.exchange.importers", "IMPORTER", Importer),
        ("quizapp.questions.types", "QUESTION_TYPE", type),
    ],
)
def test_no_file_of_a_package_of_plug_ins_forgets_to_say_what_it_adds(package: str, name: str, kind: type) -> None:
    found = dict(discover(package, name))
    assert tuple(found) == module_names(package)
    assert all(isinstance(value, kind) for value in found.values())


def test_rules_question_types_and_commands_are_what_they_should_be() -> None:
    assert all(
        isinstance(rule, Rule) for _, rules in discover("quizapp.checking.lint.rules", "RULES") for rule in rules
    )
    assert all(issubclass(model, Question) for _, model in discover("quizapp.questions.types", "QUESTION_TYPE"))
    assert set(quizapp.commands.values()) == {command for _, command in discover("quizapp.commands", "COMMAND")}


def test_a_view_is_called_as_its_file_is() -> None:
    assert {name: view.name for name, view in discover("quizapp.views", "VIEW")} == {name: name for name in VIEWS}


def test_two_views_of_one_measure_are_an_error_that_names_both() -> None:
    error = VIEWS["error"]
    with pytest.raises(ValueError, match="views 'error' and 'mine' both show 'delta'; leave it to one"):
        view_of_measure([error, replace(error, name="mine", measures=("delta",))])

"""The longer random run finds what is wrong with a property, and says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CONFTEST = """
from hypothesis import settings
settings.register_profile("fuzz", max_examples=20, database=None)
"""
TESTS = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_a_property_that_holds(number):
    assert number == number

@given(st.integers())
def test_a_property_that_fails(number):
    assert number < 10 or {fine}

def test_that_is_no_property():
    assert False
"""


def fuzzed(folder: Path, fine: bool) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    (folder / "test_properties.py").write_text(TESTS.format(fine=fine), "utf-8")
    command = [sys.executable, "-m", "tests.fuzz", "--rounds", "2", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_is_found_is_printed_with_its_example_and_is_the_exit_code(tmp_path: Path) -> None:
    ended = fuzzed(tmp_path, fine=False)
    assert ended.returncode == 1
    assert "number=10" in ended.stdout
    assert "round 2: 3 tests run, 1 finds" in ended.stdout
    (found,) = (line for line in ended.stdout.splitlines() if line.startswith("found: "))
    assert found.endswith("test_properties.py::test_a_property_that_fails")


def test_where_nothing_is_found_the_exit_code_says_so(tmp_path: Path) -> None:
    ended = fuzzed(tmp_path, fine=True)
    assert ended.returncode == 0
    assert "round 2: 4 tests run, 0 finds" in ended.stdout


def test_without_any_property_there_is_something_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 1

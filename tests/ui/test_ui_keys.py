"""One key, one meaning: every binding of every screen is read; and what keys do before quitting and beside the lab."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets._footer import FooterKey

import quizapp.ui
from quizapp.ui import app as app_module
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab_app import LabApp
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from quizapp.ui.shared.help import HelpScreen
from tests.support.decks.playing import DECKS, SIZES, Hands, playing
from tests.support.lab_hands import enter, lab
from tests.support.running import running

T = TypeVar("T")
FORMS = DECKS / "forms.yaml"

#: What a key means wherever it means anything, with the words that are used for it where a screen has nearer ones.
MEANINGS = {
    "enter": (
        "goes on",
        "go on",
        "explain",
        "hand in",
        "next",
        "home",
        "set",
        "play it",
        "close",
        "read on",
        "back to the knobs",
        "see it again",
    ),
    "escape": ("goes back", "back", "home", "close", "close the mistakes"),
    "q": ("leaves what is in front", "back", "close", "quit"),
    "ctrl+q ctrl+c": ("ends the program", "quit"),
    "space": ("switches what is in front", "pick", "carry", "run", "pause"),
    "question_mark f1": ("help, and away with it", "help", "close"),
    "j down": ("down", "next", "next knob", "knob", "down", "scroll down", "down on the map"),
    "k up": ("up", "previous", "previous knob", "knob above", "up", "scroll up", "up on the map"),
    "right": ("more", "turn", "surer", "right on the map", "next form"),
    "left": ("less", "turn down", "less sure", "on the map", "form before"),
    "pageup": ("a large step up", "turn far up", "page up", "previous question"),
    "pagedown": ("a large step down", "turn far down", "page down", "next question"),
    "p left_square_bracket": ("the question before", "previous question", "previous", "back to the questions"),
    "plus": ("faster", "faster", "speed"),
    "full_stop": ("one step", "one training step", "step"),
    "tab": ("to the other one", "A/B", "leave the field"),
    "i": ("the whole of it, and away with it", "in full", "close"),
    "r f5": ("once more", "again", "run again", "rerun", "reload"),
    "backspace delete": ("as it was", "back to its start", "back to its default"),
    "y": ("takes a text along", "share: its code, YAML, scripts, a question", "copy again"),
    "Y upper_y": ("takes a text along", "share as Python", "copy the code"),
}
#: The one of this number, in what has the focus.
NUMBERED = ("choice", "to place", "% sure", "repair", "look at it again", "option for the lab", "form ")
#: An option named by its letter is an answer that is typed; on a question that is open nothing else is on these keys.
LETTERS = "abcdefg"


def subclasses(of: type[T]) -> Iterator[type[T]]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def bindings() -> dict[str, set[str]]:
    """Each key with everything that it is said to do, on all screens and in all widgets."""
    for module in pkgutil.walk_packages(quizapp.ui.__path__, "quizapp.ui."):
        importlib.import_module(module.name)
    found: dict[str, set[str]] = defaultdict(set)
    for node in set(subclasses(DOMNode)):
        for binding in vars(node).get("BINDINGS", ()) if node.__module__.startswith("quizapp.ui") else ():
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                found[key].add(binding.description)
    return found


def bindings_of_actions() -> dict[str, set[str]]:
    """The keys of each action that can have others, on all screens."""
    bindings()
    found: dict[str, set[str]] = defaultdict(set)
    for node in set(subclasses(DOMNode)):
        for binding in vars(node).get("BINDINGS", ()) if node.__module__.startswith("quizapp.ui") else ():
            if binding.id is not None:
                found[binding.id] |= set(binding.key.split(","))
    return found


def test_no_key_has_two_meanings() -> None:
    allowed = {key: set(words) for names, words in MEANINGS.items() for key in names.split()}
    two = {}
    for key, said in bindings().items():
        others = {words for words in said if not (key.isdigit() and any(each in words for each in NUMBERED))}
        others -= {f"choice {LETTERS.index(key) + 1}"} if key in LETTERS else set()
        if len(others) > 1 and not others <= allowed.get(key, set()):
            two[key] = others
    assert two == {}


def test_the_table_of_meanings_has_no_row_too_many() -> None:
    found = bindings()
    for names, words in MEANINGS.items():
        said = set().union(*(found[key] for key in names.split()))
        assert set(words[1:]) <= said | {"down", "up"}, names


def test_letters_of_options_mean_nothing_else_on_an_open_question() -> None:
    keys = ",".join(binding.key for binding in PredictScreen.BINDINGS if isinstance(binding, Binding)).split(",")
    assert not set(keys) & set(LETTERS)


@pytest.mark.slow
async def test_the_footer_names_the_key_that_ends_the_program_here() -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await hands.sees("f2 hint", "^q quit", "? help")
        await hands.press("pagedown")
        await hands.sees("2 of 3", "q quit", "? help", "L lab")
        assert "^q" not in hands.read


def footer(hands: Hands) -> list[str]:
    """The keys in the footer that are in sight as a whole."""
    width = hands.app.size.width
    return [key.description for key in hands.app.screen.query(FooterKey) if 0 < key.region.right <= width]


@pytest.mark.slow
async def test_a_narrow_footer_keeps_help_and_cuts_no_key() -> None:
    async with playing(size=(60, 20)) as hands:
        await hands.open()
        for name in ("predict", "observe", "explain"):
            await hands.until(lambda: "help" in footer(hands), f"help on {name}")
            assert len(footer(hands)) == len(hands.app.screen.query(FooterKey))
            await hands.press(*{"predict": ("1", "enter", "2", "enter"), "observe": ("enter",), "explain": ()}[name])
            await hands.at(ObserveScreen if name == "predict" else ExplainScreen)
        await hands.resize(120, 40)
        await hands.until(lambda: "lab" in footer(hands), "more keys in a wider window")


@pytest.mark.slow
async def test_the_footer_offers_a_hint_and_a_control_only_where_there_is_one() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.until(lambda: "hint" in footer(hands), "the first hints")
        await hands.press("h", "h")
        await hands.until(lambda: "hint" not in footer(hands), "no more hints")
        await hands.press("n")
        await hands.press(*hands.number_of("worst"), "enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.press(*hands.number_of("best"))
        await hands.until(lambda: "compare" in footer(hands), "something to compare with")
        await hands.press(*hands.number_of("worst"))
        await hands.until(lambda: "compare" not in footer(hands), "nothing to compare with")


@pytest.mark.slow
async def test_the_keys_from_question_to_question_work_on_every_screen() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.press("1", "enter", "1", "enter")
        await hands.at(ObserveScreen)
        await hands.press("n")
        await hands.sees("2 of 3")
        await hands.press("left_square_bracket")
        await hands.at(ObserveScreen)
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.press("right_square_bracket", "n")
        await hands.sees("3 of 3")
        await hands.press("n", "p", "p")
        await hands.sees("1 of 3")
        await hands.press("p")
        await hands.sees("1 of 3")


@pytest.mark.slow
async def test_the_warning_before_quitting_lapses_with_the_next_key() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.sees("measured")
        await hands.until(lambda: hands.attempt.marked, "marks")
        for key in ("j", "v", "escape", "enter"):
            await hands.press("q")
            await hands.sees("Press q again to quit.")
            await hands.press(key)
            await hands.until(lambda: "Press q again" not in hands.read, "no warning")
            assert hands.app.warned is None
        assert hands.app.is_running
        await hands.press("q", "q")
        await hands.until(lambda: not hands.app.is_running, "the end")


@pytest.mark.slow
async def test_the_warning_before_quitting_lapses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "WARNED_FOR", 0.01)
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.until(lambda: hands.attempt.marked, "marks")
        await hands.press("q")
        await hands.until(lambda: hands.app.warned is None, "an end of the warning")
        assert hands.app.is_running


@pytest.mark.slow
@pytest.mark.parametrize("key", ["q", "L", "escape"])
async def test_the_lab_closes_to_where_it_was_opened_and_keeps_its_experiments(key: str) -> None:
    async with playing() as hands:
        await hands.open()
        await enter(hands)
        before = lab(hands).comparison
        await hands.press("l", "l")
        turned = lab(hands).comparison
        assert turned != before
        await hands.press(key)
        await hands.at(PredictScreen)
        await hands.press("L")
        await hands.at(LabScreen)
        assert lab(hands).comparison == turned


@pytest.mark.slow
async def test_where_the_program_opened_in_the_lab_q_ends_it_and_escape_leads_home() -> None:
    app = LabApp()
    async with running(app, SIZES[2]) as pilot:
        hands = Hands(pilot, app)
        await hands.at(LabScreen)
        await hands.press("l", "q")
        await hands.until(lambda: app._exit, "the end, without a warning: what was turned is kept")
    app = LabApp()
    async with running(app, SIZES[2]) as pilot:
        hands = Hands(pilot, app)
        await hands.at(LabScreen)
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.press("q")
        await hands.at(HomeScreen)


@pytest.mark.slow
async def test_where_a_number_is_typed_keys_that_are_no_letters_give_help_hint_and_lab() -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await hands.press("f2")
        await hands.sees("Hint 1 of 1")
        await hands.press("f1")
        await hands.at(HelpScreen)
        assert "ursor" not in hands.read, "keys that edit a line"
        await hands.sees("f3 lab")
        await hands.press("f1")
        await hands.at(PredictScreen)
        await hands.press("f3")
        await hands.at(LabScreen)
        await hands.press("f3")
        await hands.at(PredictScreen)
        await hands.press("pagedown")
        await hands.sees("2 of 3")
        await hands.press("p", "ctrl+q")
        await hands.until(lambda: not hands.app.is_running, "the end")


@pytest.mark.slow
async def test_keys_held_down_while_the_window_is_resized_lose_nothing() -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await hands.press("right_square_bracket", "n")
        knob = hands.app.screen.query_one("KnobBoard").knob  # type: ignore[attr-defined]
        value = knob.start
        for size in (*SIZES, (50, 15), (80, 24)):
            for _ in range(5):
                hands.app.simulate_key("right")
                value = knob.stepped(value, True, False)
            await hands.resize(*size)
        await hands.settled()
        assert hands.attempt.answer.values == {"std": value}  # type: ignore[union-attr]


async def test_enter_after_a_number_for_a_knob_goes_on_so_that_the_next_digit_says_how_sure_one_is() -> None:
    async with playing(FORMS) as hands:
        await hands.open()
        await hands.press("right_square_bracket", "n")
        await hands.press(*"0.3", "enter")
        await hands.press("2")
        await hands.until(lambda: hands.attempt.certainty is not None)
        assert hands.attempt.answer.values == {"std": 0.3}  # type: ignore[union-attr]


@pytest.mark.slow
async def test_a_held_enter_goes_through_a_deck_without_an_answer_that_was_not_given() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.press_at_once("1", *["enter"] * 30)
        assert isinstance(hands.app.screen, PredictScreen)
        await hands.press_at_once("3", *["enter"] * 30)
        await hands.until(lambda: hands.app.one_by_one.is_idle)
        assert isinstance(hands.app.screen, ObserveScreen)
        assert not isinstance(hands.app.screen, SummaryScreen)

"""Words to type in the terminal UI: letters are letters, lines are joined, and what is too long is cut with a word."""

from __future__ import annotations

import pytest
from textual.events import Paste

from quizapp.questions.answer_forms import Typed
from quizapp.questions.spellings import LONGEST
from quizapp.ui.inputs.word_input import Line
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from tests.support.decks.playing import DECKS, SIZES, Hands, playing

pytestmark = pytest.mark.slow

WORDS = DECKS / "words.yaml"


def line(hands: Hands) -> Line:
    return hands.app.screen.query_one(Line)


async def paste(hands: Hands, text: str) -> None:
    line(hands).post_message(Paste(text))
    await hands.settled()


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_words_are_typed_committed_marked_and_explained(size: tuple[int, int]) -> None:
    async with playing(WORDS, size=size) as hands:
        await hands.open()
        await hands.sees("What do equal weights keep", "Type a word, or a few.", "f2 hint", "f1 help")
        assert "lab" not in hands.read
        assert "?" not in hands.read.replace("stay one?", "").replace("How sure?", "")
        await hands.press(*"Symetry")
        await hands.press("enter")
        await hands.sees("Now say with 1, 2 or 3")
        await hands.press("3", "enter")
        await hands.at(ObserveScreen)
        await hands.sees("You said Symetry; the answer", "partly right")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees("Half.", "Not quite.", "Credit 50%", "The answer: symmetry.")


async def test_every_letter_and_sign_is_typed_and_commands_nothing() -> None:
    everything = "qhLtnpojkv?[]+-.123 /:"
    names = {"?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket", "+": "plus", "-": "minus"}
    names |= {".": "full_stop", " ": "space", "/": "slash", ":": "colon"}
    async with playing(WORDS) as hands:
        await hands.open()
        await hands.pilot.press(*(names.get(each, each) for each in everything))
        assert isinstance(hands.app.screen, PredictScreen)
        assert line(hands).value == everything
        assert hands.attempt.hints_shown == 0
        assert hands.session(WORDS).position == 0


async def test_a_hint_help_and_other_questions_are_there_while_words_are_typed_and_stay() -> None:
    async with playing(WORDS) as hands:
        await hands.open()
        await hands.press("a", "f2")
        await hands.sees("Hint 1 of 1: It is what a mirror shows.")
        await hands.press("f1")
        await hands.until(lambda: hands.app.screen.is_modal, "help")
        await hands.press("escape", "pagedown")
        await hands.sees("2 of 2", "Whose name?")
        await hands.press("q", "pageup")
        await hands.sees("1 of 2")
        assert line(hands).value == "a"
        await hands.press("escape")
        await hands.at(HomeScreen)


async def test_nothing_visible_is_no_answer() -> None:
    async with playing(WORDS) as hands:
        await hands.open()
        await hands.press("space", "space", "enter")
        await hands.sees("Please type your answer first.")
        assert hands.attempt.answer is None


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("sym\r\nmetry\n", "sym  metry "),
        ("\x1b[31msymmetry\x1b[0m\x07", "symmetry"),
        ("a\tb\x00\u200b\u202ec", "a bc"),
        ("対称性 سِيمتري 👩‍🔬 é", "対称性 سِيمتري 👩‍🔬 é"),
    ],
)
async def test_what_is_pasted_comes_in_on_one_line_without_what_cannot_be_seen(pasted: str, value: str) -> None:
    async with playing(WORDS) as hands:
        await hands.open()
        await paste(hands, pasted)
        await hands.until(lambda: line(hands).value, "the words")
        assert line(hands).value == value
        assert hands.attempt.answer == Typed(" ".join(value.split()))


async def test_what_is_too_long_is_cut_and_said_to_be_until_there_is_room_again() -> None:
    async with playing(WORDS, size=SIZES[0]) as hands:
        await hands.open()
        await paste(hands, "x" * 10_000)
        await hands.sees("at most 255 characters: what is over is cut")
        assert line(hands).value == "x" * LONGEST
        await hands.press("y")
        assert line(hands).value == "x" * LONGEST
        await hands.press("backspace")
        await hands.until(lambda: "at most 255" not in hands.read, "the word goes")
        assert hands.attempt.answer == Typed("x" * (LONGEST - 1))


async def test_tab_leaves_the_field_and_letters_are_keys_again_until_one_goes_back() -> None:
    async with playing(WORDS) as hands:
        await hands.open()
        await hands.sees("tab leave the field", "Letters are text in the field")
        await hands.press(*"nq", "tab", "h")
        assert (line(hands).value, hands.attempt.hints_shown) == ("nq", 1)
        await hands.press("escape", "h", "enter", "h")
        assert (line(hands).value, hands.attempt.hints_shown) == ("nqh", 1)

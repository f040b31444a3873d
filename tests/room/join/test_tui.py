"""A participant on the whole screen: keys, what is told of a vote, and what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.room.join.ballots import Fate
from quizapp.room.store import file
from tests.support.clipping import clipped
from tests.support.rooms import made
from tests.support.rooms_on_screen import SIZES, Joined, joined

pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.room", keep_days=30)


async def is_saved(hands: Joined, number: int = 1) -> None:
    """Wait until the vote on the question in front is saved."""
    seen = hands.member.stand
    assert seen is not None
    assert seen.asked is not None
    question = seen.asked.id
    await hands.until(
        lambda: (cast := hands.member.ballots.of(question, number)) and cast.fate is Fate.SAVED, "the vote is saved"
    )


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_goes_from_the_lobby_to_what_became_of_the_answer(path: Path, size: tuple[int, int]) -> None:
    async with joined(path, size) as hands:
        assert "The facilitator begins; this goes on by itself." in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("round1")
        assert "question 1 of 6: first vote" in hands.text
        assert "A ( )" in hands.text
        await hands.press("c", "enter", "3")
        assert "Press enter to send your answer." in hands.text
        await hands.press("enter")
        await is_saved(hands)
        assert "✓ Saved: C, >80% sure. You can change it while the vote is open." in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("round1_closed")
        await hands.at("discuss")
        assert "Tell your neighbours what you chose and why" in hands.text
        await hands.press("a", "enter")
        await hands.at("round2")
        assert "Your first answer: C, >80% sure." in hands.text
        assert "(•)" not in hands.text
        await hands.press("b", "enter", "enter")
        await is_saved(hands, 2)
        await hands.at("reveal")
        await hands.until(lambda: hands.member.mine and hands.member.mine.verdict, "verdict")
        assert "The run of B" not in hands.text
        await hands.at("simulate")
        await hands.until(lambda: hands.member.mine and hands.member.mine.verdict and hands.member.mine.run, "outcome")
        for words in (
            "You said B. Right.",
            "B He (you chose it) ✓ right",
            "✓ right to leave",
            "How the room answered",
            "The run of B",
        ):
            assert words in hands.text
    rows = file.votes(file.opened(path, read_only=True))
    assert [(row.round, row.answer, row.certainty) for row in rows] == [
        (1, '{"form": "pick_one", "picked": ["little"]}', ">80%"),
        (2, '{"form": "pick_one", "picked": ["he"]}', None),
    ]


#: The keys that answer each question of the deck, and the answer that they give.
KEYS = {
    "many": (("1", "3", "enter", "enter"), '{"form": "pick_many", "picked": ["he", "little"]}'),
    "std": ((*"1/4", "enter", "enter"), '{"form": "enter_number", "number": {"text": "1/4", "value": 0.25}}'),
    "word": ((*"quit", "enter", "enter"), '{"form": "enter_text", "text": "quit"}'),
    "sizes": (("J", "enter", "enter"), '{"form": "put_in_order", "order": ["little", "he", "nothing"]}'),
    "turn": (("1", "enter", "enter", "enter"), '{"form": "turn_knobs", "knobs": {"std": 1.0}}'),
}


async def test_every_form_of_answer_is_given_by_keys(path: Path) -> None:
    async with joined(path) as hands:
        for question, (keys, _) in KEYS.items():
            await hands.at("round1", question)
            await hands.press(*keys)
            await is_saved(hands)
            assert clipped(hands.app.screen) == []
            await hands.at("reveal")
        rows = file.votes(file.opened(path, read_only=True))
    assert [(row.question, row.answer) for row in rows] == [(name, answer) for name, (_, answer) in KEYS.items()]


def notices(hands: Joined) -> list[str]:
    return [each.message for each in hands.app._notifications]


async def test_an_answer_that_is_missing_is_asked_for_and_none_of_several_is_made_sure_of(path: Path) -> None:
    async with joined(path) as hands:
        await hands.at("round1")
        await hands.press("enter")
        assert notices(hands) == ["Please pick an answer first."]
        await hands.at("reveal")
        await hands.at("round1", "many")
        await hands.press("enter")
        assert notices(hands)[-1].startswith("Nothing is ticked.")
        assert hands.member.ballots.waiting == ()


async def test_a_broken_connection_is_told_in_words(path: Path) -> None:
    async with joined(path) as hands:
        await hands.at("round1")
        hands.member.away = "http://127.0.0.1:1 does not answer"
        hands.member.told()
        await hands.pilot.pause()
        assert "Not connected, trying again: http://127.0.0.1:1 does not answer." in hands.text


async def test_help_closes_when_the_room_goes_on(path: Path) -> None:
    async with joined(path) as hands:
        await hands.press("question_mark")
        assert "escape closes this help." in hands.text
        await hands.at("round1")
        assert "escape closes this help." not in hands.text
        await hands.press("h")
        assert "Hint 1 of 1" not in hands.text
        await hands.at("discuss")
        await hands.press("h")
        assert "Hint 1 of 1: Two of them shrink it." in hands.text


async def test_digits_say_how_sure_one_is_once_that_was_asked_for_and_letters_change_the_answer(path: Path) -> None:
    async with joined(path) as hands:
        await hands.at("round1")
        await hands.press("c", "enter", "enter")
        await is_saved(hands)
        await hands.press("1", "enter")
        await is_saved(hands)
        assert "Saved: C, <67% sure." in hands.text
        await hands.press("b")
        assert "B (•)" in hands.text


async def test_the_end_of_the_session_is_told(path: Path) -> None:
    async with joined(path) as hands:
        await hands.at("round1")
        await hands.host.control("end")
        await hands.until(lambda: hands.member.stand and hands.member.stand.over, "the end")
        await hands.pilot.pause()
        assert "The session is over." in hands.text


async def test_a_draft_survives_that_a_round_is_closed_and_opened_again(path: Path) -> None:
    async with joined(path) as hands:
        await hands.at("round1")
        await hands.press("b")
        await hands.at("round1_closed")
        assert "You have not answered." in hands.text
        await hands.at("round1")
        assert "(•) He" in hands.text
        await hands.press("enter", "enter")
        await is_saved(hands)


async def test_in_ascii_all_is_ascii(path: Path) -> None:
    async with joined(path, ascii_only=True) as hands:
        await hands.at("round1")
        await hands.press("b", "enter", "enter")
        await is_saved(hands)
        assert hands.text.isascii()

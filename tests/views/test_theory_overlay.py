"""Theory where a learner meets it: behind a key while networks train, and behind a flag in plain text."""

import pytest
from click.testing import CliRunner

from quizapp.commands.simulate import simulate
from tests.support.decks.playing import playing


@pytest.mark.slow
async def test_a_key_lays_theory_over_the_charts_and_takes_it_off() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.press(*hands.number_of("small"))
        await hands.until(lambda: hands.observe.observations, "a run")
        assert "theory?, step 0" not in hands.read
        for key in ("T", "upper_t"):
            await hands.press(key)
            await hands.sees("◇ theory?, step 0", "In theory, unreliable as")
            await hands.press(key)
            await hands.until(lambda: "theory?, step 0" not in hands.read, "theory is gone")
        hands.observe.view_name = "loss"
        await hands.press("T")
        assert hands.observe.view_name == "error", "a view that has a theory"


NET = ["--depth", "4", "--width", "32", "--steps", "0", "--columns", "90"]


def test_simulate_draws_theory_only_when_asked() -> None:
    without = CliRunner().invoke(simulate, NET)
    assert "theory" not in without.output.lower()
    within = CliRunner().invoke(simulate, [*NET, "--theory"])
    assert within.exit_code == 0
    assert within.output.count("◇ theory") == 3
    assert within.output.count("In theory it") == 3


def test_simulate_draws_theory_in_ascii() -> None:
    done = CliRunner().invoke(simulate, [*NET, "--theory", "--ascii"])
    assert "+ theory" in done.output
    assert done.output.isascii()

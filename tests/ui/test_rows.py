"""Who gets the rows of the observe screen, whatever the window."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.ui.play.rows import FEWEST, MOST, Rows, shared

ROOMS = st.integers(0, 80)
NATURAL = st.none() | st.integers(3, 60)


@given(ROOMS, NATURAL, st.booleans(), st.booleans())
def test_no_more_rows_are_given_than_there_are(room: int, natural: int | None, curves: bool, second: bool) -> None:
    rows = shared(room, natural, curves, second)
    assert rows.main + rows.curves + rows.second <= room
    assert rows.curves in (0, *range(FEWEST, MOST + 1))
    assert rows.second in (0, *range(FEWEST, MOST + 1))
    assert curves or not rows.curves
    assert second or not rows.second


@given(ROOMS, st.integers(3, 60), st.booleans(), st.booleans())
def test_the_chart_of_the_claim_shows_all_of_its_layers_before_others_get_a_row(
    room: int, natural: int, curves: bool, second: bool
) -> None:
    rows = shared(room, natural, curves, second)
    assert rows.main == min(natural, room)
    wanted = curves or second
    assert not (wanted and room - natural >= FEWEST) or rows.curves + rows.second >= FEWEST


@given(ROOMS, st.booleans(), st.booleans())
def test_a_chart_without_a_height_of_its_own_takes_what_is_left(room: int, curves: bool, second: bool) -> None:
    rows = shared(room, None, curves, second)
    assert rows.main + rows.curves + rows.second == room


def test_two_charts_below_the_main_one_share_what_is_left() -> None:
    assert shared(40, 16, curves=True, second=True) == Rows(16, 12, 12)
    assert shared(26, 16, curves=True, second=True) == Rows(16, 10, 0)

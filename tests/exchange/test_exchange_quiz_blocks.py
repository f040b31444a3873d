"""Quizzes in Markdown: taken where they stand, with the feedback that is theirs, and nothing absorbed."""

from __future__ import annotations

import pytest

from quizapp.deck.reader import DeckError
from tests.support.imported import choices, losses, read


def refused(name: str, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(DeckError) as error:
        read(name, text)
    return [(each.line, each.column, each.message) for each in error.value.problems]


def quiz(*lines: str) -> str:
    return "\n".join(["<quiz>", *lines, "</quiz>"])


def test_feedback_after_a_blank_line_belongs_to_its_answer() -> None:
    found = read(
        "mkdocs-quiz", quiz("Which?", "- [x] a", "", "> Said of a,", "> on two lines.", "", "- [ ] b", "- [x] c")
    )
    assert choices(found) == [("a", True, "Said of a, on two lines."), ("b", False, None), ("c", True, None)]
    assert found.deck.questions[0].explanation is None


def test_boxes_in_code_are_no_answers() -> None:
    fence = ("```markdown", "- [ ] milk", "", "- [x] bread", "</quiz>", "```")
    found = read("mkdocs-quiz", quiz("What?", *fence, "- [x] a list", "- [ ] a table", "", "Because:", "", *fence))
    assert [text for text, _, _ in choices(found)] == ["a list", "a table"]
    assert "- [x] bread" in found.deck.questions[0].prompt
    assert found.deck.questions[0].explanation == "Because:\n\n" + "\n".join(fence)


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (("Which?", "- [v] a", "- [x] b"), 3),
        (("- [v] a", "", "Which?", "- [x] b"), 2),
        (("Which?", "- [x] a", "", "Because.", "- [ ] b"), 6),
        (("Which?", "- [x] a", "- b"), 4),
        (("Which?", "1. [x] a", "2. [ ] b", "", "- [x] c"), 3),
        (("Which?", "- [x] a", "  > said", "  > - [ ] b"), 5),
    ],
)
def test_answers_where_none_can_stand_are_mistakes_and_never_text(lines: tuple[str, ...], line: int) -> None:
    ((found, _, message),) = refused("mkdocs-quiz", quiz(*lines))
    assert (found, message[:9]) == (line, "left out:")


def test_quizzes_are_taken_where_they_stand_and_not_from_code_or_comments() -> None:
    page = (
        "---\ntitle: From the front\n---\n\n`<quiz>` is a tag.\n\n"
        "<!--\n" + quiz("No", "- [x] a", "- [ ] b") + "\n-->\n\n"
        "=== \"Tab\"\n\n    <quiz>\n    Which?\n\n    - [x] a\n      > one\n      > two\n    - [ ] b\n    </quiz>\n"
    )  # fmt: skip
    found = read("mkdocs-quiz", page)
    assert (found.deck.title, found.of) == ("From the front", 2)
    assert choices(found) == [("a", True, "one two"), ("b", False, None)]
    assert losses(found) == [(8, 1, "left out: a quiz in a comment; take it out of <!-- --> to import it")]


def test_the_title_is_the_words_of_the_heading() -> None:
    page = "```\n# not this\n```\n\n# ![logo](l.png) Start *well*\n\n" + quiz("Which?", "- [x] a", "- [ ] b")
    assert read("mkdocs-quiz", page).deck.title == "Start *well*"

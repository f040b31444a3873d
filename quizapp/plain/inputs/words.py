"""Words, line by line; those that line mode takes for commands are answers in quotes."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.plain.console import NotUnderstood
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import Answer, EnterText, Typed, typed
from quizapp.questions.spellings import LONGEST, on_one_line
from quizapp.text.run_report import Page


@dataclass(frozen=True)
class Words:
    """A word or a few to be typed."""

    form: EnterText

    @property
    def how(self) -> str:
        """What to type."""
        return 'Type a word, or a few; should your answer be h, q or ?, put it in quotes, as in "h".'

    def listed(self, page: Page) -> str:
        """There is nothing to choose from."""
        return ""

    def read(self, line: str) -> Answer:
        """What was typed, on one line."""
        answer, words = typed(line), on_one_line(line)
        if answer is None and words:
            raise NotUnderstood(f"An answer has at most {LONGEST} characters, and this has {len(words)}.")
        if answer is None:
            raise NotUnderstood("Type a word, or a few.")
        return answer

    def understood(self, answer: Answer, page: Page) -> str:
        """Nothing: the words say it."""
        return ""

    def said(self, answer: Answer) -> str:
        """The words."""
        assert isinstance(answer, Typed)
        return answer.text

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """Nothing: there is but one answer."""
        return []

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """The words and their mark."""
        return page.wrapped(f"{option.text} {self.said(shown.answer)}: {option.mark.value}.")

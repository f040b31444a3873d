"""How far one is with the challenges: which is tried now, what came of it, and those that are solved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.content import Content

from quizapp.lab.challenges import Challenge, Judged
from quizapp.ui.lab.click_words import doing
from quizapp.ui.shared.text import lines, text

GAP = "  "


@dataclass(frozen=True)
class Trial:
    """The challenge that is tried, if any, what was judged of it last, whether its hint is seen, and the solved."""

    challenge: Challenge | None = None
    judged: Judged | None = None
    hinted: bool = False
    solved: frozenset[str] = frozenset()

    def begun(self, challenge: Challenge | None) -> Trial:
        """Another challenge, or none."""
        return Trial(challenge, solved=self.solved)

    def with_judged(self, judged: Judged) -> Trial:
        """With what the simulation says of it."""
        solved = {self.challenge.id} if self.challenge and judged.solved else set()
        return replace(self, judged=judged, solved=self.solved | solved)

    def with_hint(self) -> Trial:
        """With the hint in place of the task, or the task again, if there is a challenge."""
        return replace(self, hinted=self.challenge is not None and not self.hinted)

    def content(self, hint_key: str) -> Content:
        """What is to be done until it is judged, then what came of it, with the hint that was asked for; and two keys.

        They stand in a line of their own, so that no narrow window breaks them, and a click on one does the same.
        """
        if self.challenge is None:
            return text("")
        solved = self.judged is not None and self.judged.solved
        parts = [text(self.challenge.title, "bold")]
        if not solved:
            parts.append(Content.assemble(doing(f"{hint_key} hint{GAP}", "hint"), doing("u undo", "undo")))
        if self.judged is None and not self.hinted:
            parts.append(text(self.challenge.task))
        if self.hinted and not solved:
            parts.append(text(self.challenge.hint, "$text-muted"))
        if self.judged is not None:
            sign, style = ("✓", "$text-success") if solved else ("✗", "$text-warning")
            parts.append(text(f"{sign} {self.judged.words}", style))
        return lines(*parts)

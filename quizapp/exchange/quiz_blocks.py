"""Where the quizzes of a Markdown page are, and what is in them: a prompt, answers with feedback, an explanation."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from quizapp.exchange.draft import LeftOut
from quizapp.exchange.markdown_reader import blocks_as_text, groups, parser, read_inline, too_deep
from quizapp.exchange.remarks import Remark

START, END = "<quiz>", "</quiz>"
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
MARK = re.compile(r"\[([xX ]?)\](?:\s+|$)")
#: What was meant for an answer, and is none: another sign in the box, or a place where no answer can stand.
MEANT = re.compile(r"(?:\s*(?:[-*+]|\d{1,9}[.)])\s+)?\[[ xXvV✓✔✗√*]?\]\s")
BLANK = re.compile(r"(?<!\\)\[\[[^\[\]\\]+\]\]")
CODE = re.compile(r"`[^`]*`")
#: What parts the question with a blank from the explanation, on a line of its own.
RULE = "---"
GAP = r"\_\_\_\_\_"


@dataclass(frozen=True)
class Answer:
    """A line of a quiz that can be ticked, with what is quoted below it."""

    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class Quiz:
    """What stands in a quiz, on how many lines, and what of it was left out; with answers, or what fills its blank."""

    prompt: str
    answers: tuple[Answer, ...]
    explanation: str
    remarks: tuple[Remark, ...]
    lines: int
    blank: str = ""


def page_tokens(text: str) -> list[Token]:
    """The blocks of a page, in which each quiz is one token, with its content and whether it was `closed`."""
    return _page_parser().parse(text)


@functools.cache
def _page_parser() -> MarkdownIt:
    page = MarkdownIt("commonmark")
    page.block.ruler.before("code", "quiz", _quiz_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return page


def _quiz_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines from an opening to a closing tag, neither of them in code within the quiz."""
    if not _line(state, start).startswith(START):
        return False
    if silent:
        return True
    last = _last_line(state, start, end)
    lines = [_line(state, start)[len(START) :].lstrip()]
    if last > start or END in lines[0]:
        lines += state.getLines(start + 1, last + 1, max(state.sCount[start], 0), False).split("\n")[: last - start]
    before, closed, _ = "\n".join(lines).rpartition(END)
    token = state.push("quiz", "", 0)
    token.content = before if closed else "\n".join(lines)
    token.meta = {"closed": bool(closed)}
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _last_line(state: StateBlock, start: int, end: int) -> int:
    """The line of the closing tag: the first outside code, or the first in code that is not closed."""
    fence, inside = "", -1
    for number in range(start, end):
        line = _line(state, number)
        if number > start and line.startswith(START) and (not fence or inside >= 0):
            return inside if inside >= 0 else number - 1
        if END in line and not fence:
            return number
        if END in line and inside < 0:
            inside = number
        mark = FENCE.match(line)
        if mark and (not fence or (mark[1].startswith(fence) and not line.strip(mark[1][0] + " \t"))):
            fence, inside = ("" if fence else mark[1]), -1
    return inside if inside >= 0 else end - 1


def quiz_in(content: str, closed: bool, lines: Sequence[int]) -> Quiz:
    """What stands in a quiz, whose lines begin at these offsets; LeftOut if it cannot be played."""
    if not closed:
        raise LeftOut(f"this quiz has no {END}")
    return _Reader(content, lines).read()


@dataclass
class _Reader:
    """The parts of a quiz that have been read."""

    content: str
    offsets: Sequence[int]
    prompt: list[Token] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    rest: list[Token] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the quiz."""
        return self.content.split("\n")

    def read(self) -> Quiz:
        tokens = parser().parse(self.content)
        self.remarks.extend(too_deep(tokens))
        for group in groups(tokens):
            self._block(group)
        if blanks := self._blanks(tokens):
            return self._with_blank(blanks)
        self._refuse_answers([*self.prompt, *self.rest])
        if not self.answers:
            raise LeftOut("a quiz without answers, which are lines such as `- [x] right`")
        prompt, told = (blocks_as_text(part, self.remarks) for part in (self.prompt, self.rest))
        return Quiz(prompt, tuple(self.answers), told, tuple(self.remarks), self.content.count("\n") + 1)

    def _block(self, group: Sequence[Token]) -> None:
        if not self.rest and group[0].type == "bullet_list_open" and any(map(_mark, groups(group[1:-1]))):
            self._list(group)
        elif self.answers and not self.rest and group[0].type == "blockquote_open":
            self._feedback(group)
        else:
            (self.rest if self.answers else self.prompt).extend(group)

    def _list(self, group: Sequence[Token]) -> None:
        """The answers of a list, and of lists that stand in it."""
        for item in groups(group[1:-1]):
            mark = _mark(item)
            if mark is None or self.rest:
                self._refuse_answers(item)
                raise LeftOut(
                    "between answers stands a line without a box; write `- [ ]` or `- [x]`", self._offset(item[0])
                )
            self._answer(item, mark)

    def _answer(self, item: Sequence[Token], mark: re.Match[str]) -> None:
        first, *below = groups(item[1:-1])
        words, late = self._own_lines(first[1])
        text = [read_inline(words[mark.end() :])]
        self.remarks.extend(text[0].remarks)
        self.answers.append(Answer(text[0].text, mark[1] in ("x", "X")))
        for group in below:
            if group[0].type == "blockquote_open":
                self._feedback(group)
            elif group[0].type == "bullet_list_open" and any(map(_mark, groups(group[1:-1]))):
                self._list(group)
            else:
                more = blocks_as_text(group, self.remarks)
                last = self.answers[-1]
                self._refuse_answers(group)
                self.answers[-1] = replace(last, text=f"{last.text}\n\n{more}")
        if late:
            self.rest.extend(parser().parse("\n" * ((first[1].map or [0])[0] + words.count("\n") + 1) + late))

    def _own_lines(self, inline: Token) -> tuple[str, str]:
        """The lines of an answer, and those below it that are not indented, which are no longer part of it."""
        first, *others = inline.content.split("\n")
        start = inline.map[0] if inline.map else 0
        written = self.lines[start + 1 : start + 1 + len(others)]
        own = next((number for number, line in enumerate(written) if not line.startswith((" ", "\t"))), len(others))
        return "\n".join([first, *others[:own]]), "\n".join(others[own:])

    def _feedback(self, group: Sequence[Token]) -> None:
        self._refuse_answers(group)
        last = self.answers[-1]
        said = blocks_as_text(group[1:-1], self.remarks)
        self.answers[-1] = replace(last, feedback="\n\n".join(filter(None, [last.feedback, said])))

    def _blanks(self, tokens: Sequence[Token]) -> list[tuple[int, re.Match[str]]]:
        """The blanks anywhere but in code, each with its line."""
        lines = {line for each in tokens if each.type == "inline" and each.map for line in range(*each.map)}
        return [
            (number, blank)
            for number in sorted(lines)
            for blank in BLANK.finditer(CODE.sub(lambda code: "`" * len(code[0]), self.lines[number]))
        ]

    def _with_blank(self, blanks: Sequence[tuple[int, re.Match[str]]]) -> Quiz:
        """A question in whose text one blank is to be filled in; a rule parts it from the explanation."""
        (line, blank), *others = blanks
        if self.answers:
            raise LeftOut("a quiz with both a blank to fill in and answers to pick", self.offsets[line])
        if others:
            raise LeftOut(f"a quiz with {len(blanks)} blanks to fill in; a short answer has one", self.offsets[line])
        written = self.lines[line]
        kept = f"{written[: blank.start()]}{GAP}{written[blank.end() :]}"
        lines = [*self.lines[:line], "" if kept.strip() == GAP else kept, *self.lines[line + 1 :]]
        ends = next((number for number, each in enumerate(lines) if each.strip() == RULE), len(lines))
        prompt, told = (
            blocks_as_text(parser().parse("\n".join(part)), self.remarks) for part in (lines[:ends], lines[ends + 1 :])
        )
        return Quiz(prompt, (), told, tuple(self.remarks), len(lines), blank[0].strip("[]").strip())

    def _refuse_answers(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            for number, line in enumerate(token.content.split("\n") if token.type in ("inline", "html_block") else ()):
                if MEANT.match(line) and not token.content.lstrip().startswith("<!--"):
                    raise LeftOut(
                        f"{line.strip()[:60]!r} is no answer where it stands; answers are lines such as `- [x] right` "
                        "or `- [ ] wrong`, below one another and before the explanation",
                        self._offset(token, number),
                    )

    def _offset(self, token: Token, below: int = 0) -> int:
        return self.offsets[min((token.map[0] if token.map else 0) + below, len(self.offsets) - 1)]


def _mark(item: Sequence[Token]) -> re.Match[str] | None:
    """The box at the beginning of an item of a list."""
    return MARK.match(item[2].content) if len(item) > 2 and item[2].type == "inline" else None

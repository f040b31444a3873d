"""What an author writes is shown to the letter, and there is but one way by which it can reach the screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import quizapp
import sim
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from tests.support.decks.playing import LETTERS, SIZES, playing

pytestmark = pytest.mark.slow

BRACKETS = "W[l] = W[l-1] [/b] [@click=app.quit]x[/]"
PACKAGE = Path(quizapp.__file__).parent
#: All that draws on the whole screen: the quiz, and what rooms show in terminals.
SCREENS = tuple(PACKAGE / name for name in ("ui", "room/window", "room/host", "room/join/tui", "room/screen/terminal"))
#: What reads its first argument as markup, unless told not to.
READS_MARKUP = {"Static", "Label", "Button", "Option", "notify", "update", "add_option", "Link", "Digits"}
READS_MARKUP |= {"Checkbox", "RadioButton", "Markdown", "Collapsible", "replace_option_prompt_at_index"}
#: What turns words into content in which no bracket is markup.
TO_THE_LETTER = {"text", "lines", "Content"}


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_brackets_are_shown_to_the_letter_on_every_screen(size: tuple[int, int]) -> None:
    async with playing(LETTERS, size=size) as hands:
        await hands.sees(f"Title {BRACKETS}")
        await hands.press("enter")
        await hands.at(PredictScreen)
        await hands.press("h")
        await hands.sees(f"Prompt {BRACKETS}", f"Choice {BRACKETS}", f"Hint {BRACKETS}")
        await hands.commit("a")
        await hands.press(*hands.number_of("a"))
        in_a_box = size[0] >= 100
        await hands.sees("Says W[l] =" if in_a_box else f"Says {BRACKETS}")
        await hands.press("enter")
        await hands.at(ExplainScreen)
        await hands.sees(f"Choice {BRACKETS}", f"Feedback {BRACKETS}", f"Because {BRACKETS}", "[@click=app.quit]x[/]")
        await hands.press(*["j"] * 30)
        await hands.sees(f"Paper {BRACKETS} https://example.org/a[b]")
        await hands.press("enter")
        await hands.at(SummaryScreen)
        await hands.press("p", "o")
        await hands.at(ObserveScreen)


async def test_a_summary_and_a_broken_deck_show_brackets_too(tmp_path: Path) -> None:
    broken = tmp_path / "a[b].yaml"
    broken.write_text('format: 1\n"[/b]": "[@click=app.quit]x[/]"\n')
    async with playing(LETTERS, broken) as hands:
        await hands.sees("a[b].yaml", "cannot be played")
        await hands.press("j", "enter")
        await hands.sees("unknown key '[/b]'", '2 | "[/b]": "[@click=app.quit]x[/]"')
        await hands.press("k", "enter")
        await hands.at(PredictScreen)
        await hands.commit("b")
        await hands.press("enter", "enter")
        await hands.at(SummaryScreen)
        await hands.sees(f"Prompt {BRACKETS}", "(brackets)")
        await hands.press("enter")
        await hands.at(HomeScreen)


def _modules(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.Module) -> set[str]:
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in names}


def test_textual_and_rich_are_imported_by_the_screens_only() -> None:
    modules = _modules(PACKAGE, Path(sim.__file__).parent)
    importers = {path for path, tree in modules if _imported(tree) & {"textual", "rich"}}
    assert importers
    assert {path for path in importers if not set(SCREENS) & set(path.parents)} == set()


def test_every_string_of_an_author_reaches_the_screen_through_one_function() -> None:
    modules = list(_modules(*SCREENS))
    makers = TO_THE_LETTER | {name for _, tree in modules for name in _makers(tree)}
    unsafe = [
        f"{path.name}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in modules
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and _name(call) in READS_MARKUP - _our_own(tree)
        and not _is_safe(call, _content_names(tree, makers), makers)
    ]
    assert unsafe == []


def test_content_is_made_in_one_place_only() -> None:
    makers = {
        path.name
        for path, tree in _modules(*SCREENS)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _dotted(call.func) in ("Content.from_markup", "Text.from_markup", "Markdown")
    }
    assert makers == set()


def _dotted(function: ast.expr) -> str:
    return ast.unparse(function)


def _name(call: ast.Call) -> str:
    return _dotted(call.func).split(".")[-1]


def _makers(tree: ast.Module) -> set[str]:
    """The functions that are declared to give content."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {each.name for each in functions if each.returns is not None and ast.unparse(each.returns) == "Content"}


def _our_own(tree: ast.Module) -> set[str]:
    """What a module takes from this program, and so is no widget of Textual's."""
    ours = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "quizapp" in (node.module or "")]
    return {alias.name for node in ours for alias in node.names}


def _content_names(tree: ast.Module, makers: set[str]) -> set[str]:
    """The variables to which nothing but content is ever assigned, and arguments that are declared to be content."""
    assigned = [
        (target.id, _gives_content(node.value, set(), makers))
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    given = {
        argument.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in node.args.args
        if argument.annotation is not None and ast.unparse(argument.annotation) in ("Content", "Content | None")
    }
    return (given | {name for name, _ in assigned}) - {name for name, safe in assigned if not safe}


def _is_safe(call: ast.Call, names: set[str], makers: set[str]) -> bool:
    told_not_to = any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )
    position = 1 if _name(call).endswith("_at_index") else 0
    return told_not_to or all(
        _gives_content(argument, names, makers) for argument in call.args[position : position + 1]
    )


def _gives_content(argument: ast.expr, names: set[str], makers: set[str]) -> bool:
    match argument:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(attr="prompt"):
            return True  # of an Option, which was made of content
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return _gives_content(one, names, makers) and _gives_content(other, names, makers)
        case ast.BoolOp(values=values):
            return all(_gives_content(each, names, makers) for each in values)
        case ast.Call():
            if _name(argument) == "Option":
                return True  # it is looked at itself
            return _name(argument) in makers or _name(argument).endswith("content")
    return False

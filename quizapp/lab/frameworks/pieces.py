"""What the scripts of all frameworks share: what they say of themselves, their task, and the parts of an experiment."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib.resources import files
from string import Template
from types import FunctionType, ModuleType

import sim.tasks
from quizapp.experiments.naming import network_named
from sim.experiment import REGISTRIES, Experiment
from sim.network import DATA, HELD_OUT
from sim.registry import Named
from sim.tasks import TASKS

#: Tasks whose own source needs files of this package.
OWN_TASKS = {
    "digits": '''
def digits(rng, samples, width):
    """Handwritten digits of 8x8 pixels; pixels have mean 0 and variance 1 over the whole set."""
    from sklearn.datasets import load_digits

    found = load_digits()
    pixels = (found.data - found.data.mean()) / found.data.std()
    chosen = np.resize(rng.permutation(len(pixels)), samples)
    return pixels[chosen], found.target[chosen]
'''.strip()
}


class NotInFramework(ValueError):
    """Why an experiment cannot be written as a script for a framework, as a sentence."""


def refuse_other_parametrizations(experiment: Experiment) -> None:
    """Raise NotInFramework for layers that learn at rates of their own, which no script has."""
    if experiment.parametrization != "standard":
        raise NotInFramework(
            f"nobody has written out parametrization {experiment.parametrization} for other frameworks; export it as "
            "Python, or choose parametrization standard"
        )


def chosen(experiment: Experiment, field: str) -> tuple[str, dict[str, float]]:
    """The proper name of what a field is set to, whatever alias was written, and all its parameters."""
    return proper(field, getattr(experiment, field))


def proper(field: str, named: Named) -> tuple[str, dict[str, float]]:
    """The proper name of what a field may be set to, and all its parameters."""
    registry = REGISTRIES[field]
    defaults = {each.name: each.default for each in registry.parameters(named.name)}
    name = registry.function(named.name).__name__
    return name.removeprefix("_"), {**defaults, **dict(named.parameters)}


def filled(template: str, **parts: object) -> str:
    """A script from its template, a file beside this one, with the parts of this experiment put in."""
    source = Template((files(__package__) / template).read_text("utf-8")).substitute(parts)
    return source if "math." in source else source.replace("import math\n\n", "", 1)


def about(experiment: Experiment, framework: str, needs: str) -> str:
    """The docstring of a script."""
    what = f"{network_named(experiment)}; the task {experiment.task}: one such network in {framework}."
    also = ", and scikit-learn for the digits" if experiment.task in OWN_TASKS else ""
    note = (
        f"Needs {needs}{also}. The examples are those of quizapp's first network; weights are drawn anew, so that the "
        "numbers are like those of quizapp, from another draw. All is measured on all examples."
    )
    body = "\n\n".join(textwrap.fill(part, 110) for part in (what, note))
    return f'"""{body}\n"""'


def sizes(experiment: Experiment) -> str:
    """The layer sizes as a list in Python, short for deep networks."""
    inputs, *hidden, classes = experiment.layer_sizes
    return f"[{inputs}, *[{experiment.width}] * {len(hidden)}, {classes}]"


def held_out(experiment: Experiment, arrays: str) -> str:
    """The function that draws the held-out examples, as `arrays` of x and y; nothing where there are none."""
    if not experiment.test_samples:
        return ""
    task, many, width = experiment.task, experiment.test_samples, experiment.width
    drawn = f"x, y = {task}(np.random.default_rng([SEED, {HELD_OUT}]), {many}, {width})"
    if TASKS[task].examples is not None:
        every = f"{task}(np.random.default_rng([SEED, {DATA}]), SAMPLES + {many}, {width})"
        drawn = f"x, y = (each[SAMPLES:] for each in {every})"
    about = '    """Examples that the network never learns from."""'
    return f"def held_out():\n{about}\n    {drawn}\n    return {arrays}\n\n\n"


def tested(experiment: Experiment, network: str) -> str:
    """The last lines of a script that tests its `network` on held-out examples."""
    if not experiment.test_samples:
        return ""
    shown = "print(f\"held out: loss {found['loss']:.4g}, accuracy {found['accuracy']:.2f}\")"
    return f"\n    found = measure({network}, *held_out())\n    {shown}"


def task_source(name: str) -> str:
    """The function that draws a task, with those that it calls, in plain NumPy."""
    if name in OWN_TASKS:
        return OWN_TASKS[name]
    return "\n\n\n".join(ast.unparse(function) for function in _with_helpers(name))


def _with_helpers(name: str) -> list[ast.FunctionDef]:
    """Functions in the order in which they are needed, without decorators and annotations."""
    found: dict[str, ast.FunctionDef] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            function = TASKS[each].draw if each in TASKS else getattr(sim.tasks, each)
            found[each] = _plain(function)
            waiting += _called(found[each], each)
    return list(reversed(found.values()))


def _plain(function: object) -> ast.FunctionDef:
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body  # type: ignore[arg-type]
    if not isinstance(parsed, ast.FunctionDef):
        raise NotInFramework(f"the task {function} is not written as a function, and so cannot be written out")
    parsed.decorator_list, parsed.returns = [], None
    for argument in parsed.args.args:
        argument.annotation = None
    return parsed


def _called(function: ast.FunctionDef, name: str) -> Iterator[str]:
    """What a task takes from its module; all of it must be plain functions or modules."""
    for each in ast.walk(function):
        if isinstance(each, ast.Name) and hasattr(sim.tasks, each.id):
            value = getattr(sim.tasks, each.id)
            if isinstance(value, FunctionType):
                yield each.id
            elif not isinstance(value, ModuleType):
                raise NotInFramework(f"the task {name} needs {each.id} of this program; export it as Python instead")

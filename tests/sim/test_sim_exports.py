import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim

FOLDER = Path(sim.__file__).parent
ALLOWED = {"numpy", "threadpoolctl", "sim"}
FRESH = """
import sys
before = set(sys.modules)
import sim
list(sim.run(sim.Experiment(steps=1)))
new = {name: module for name, module in sys.modules.items() if name not in before}
print(*{name.partition(".")[0] for name, module in new.items() if getattr(module, "__file__", None)})
"""


def test_everything_that_is_exported_can_be_imported_and_is_sorted() -> None:
    assert len(set(sim.__all__)) == len(sim.__all__)
    assert all(hasattr(sim, name) for name in sim.__all__)
    constants = [name for name in sim.__all__ if name.isupper()]
    classes = [name for name in sim.__all__ if not name.isupper() and name[0].isupper()]
    functions = [name for name in sim.__all__ if name[0].islower()]
    assert sim.__all__ == [*sorted(constants), *sorted(classes), *sorted(functions)]


def test_everything_that_can_be_imported_is_exported() -> None:
    modules = {module.name for module in pkgutil.iter_modules(sim.__path__)}
    public = {name for name in vars(sim) if not name.startswith("_")} - modules
    assert public == set(sim.__all__)


@pytest.mark.parametrize("name", sim.__all__)
def test_everything_that_is_exported_says_what_it_is(name: str) -> None:
    exported = getattr(sim, name)
    assert name.isupper() or exported.__doc__


@pytest.mark.slow
def test_a_run_in_a_fresh_process_loads_nothing_but_numpy_and_threadpoolctl() -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", FRESH], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split()) - set(sys.stdlib_module_names)
    assert {name for name in loaded if not name.startswith("_")} <= ALLOWED


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_of_sim_imports_anything_else(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "sim")
    assert {name.partition(".")[0] for name in imported} <= ALLOWED | sys.stdlib_module_names

"""Finds what is added as a file: question types, views, lint rules, exchange formats and commands.

Each of these is a module of one package that gives a value to one fixed name, such as `VIEW = View(...)`. Adding the
module is all it takes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any


def module_names(package: str) -> tuple[str, ...]:
    """The names of the modules of a package, sorted; none of them is imported."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(each.name for each in pkgutil.iter_modules(path) if not each.ispkg))


def discover(package: str, name: str) -> Iterator[tuple[str, Any]]:
    """Import the modules of a package, by name, and give the name and value of those that define `name`."""
    for module_name in module_names(package):
        module = importlib.import_module(f"{package}.{module_name}")
        if hasattr(module, name):
            yield module_name, getattr(module, name)


def value_of(package: str, module_name: str, name: str) -> Any:
    """What one module of a package defines as `name`; ModuleNotFoundError or AttributeError if it does not."""
    return getattr(importlib.import_module(f"{package}.{module_name}"), name)

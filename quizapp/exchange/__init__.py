"""Exchange with other quiz programs: decks are written for them, and decks are made of what they have written.

A format is a file of `exporters` that ends in `EXPORTER = Exporter(...)`, or one of `importers` that ends in
`IMPORTER = Importer(...)`; its name is that of the file. To add a format, add its file. Nothing is imported until a
format is asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizapp.exchange.format import Exporter, Importer

__all__ = ["export_names", "exporter", "import_names", "importer"]


def export_names() -> tuple[str, ...]:
    """The formats that decks can be written in."""
    return _names("exporters")


def import_names() -> tuple[str, ...]:
    """The formats that decks can be made of."""
    return _names("importers")


def exporter(name: str) -> Exporter:
    """The exporter of this name."""
    found: Exporter = _module("exporters", name).EXPORTER
    return found


def importer(name: str) -> Importer:
    """The importer of this name."""
    found: Importer = _module("importers", name).IMPORTER
    return found


def _names(folder: str) -> tuple[str, ...]:
    found = pkgutil.iter_modules([str(Path(__file__).parent / folder)])
    return tuple(sorted(each.name.replace("_", "-") for each in found))


def _module(folder: str, name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{folder}.{name.replace('-', '_')}")

"""Exchange with other quiz programs: decks are written for them, and decks are made of what they have written.

A format is a file of `exporters` that ends in `EXPORTER = Exporter(...)`, or one of `importers` that ends in
`IMPORTER = Importer(...)`; its name is that of the file. To add a format, add its file. Nothing is imported until a
format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.discovery import module_names, value_of

if TYPE_CHECKING:
    from quizapp.exchange.format import Exporter, Importer

__all__ = ["export_names", "exporter", "import_names", "importer"]

EXPORTERS, IMPORTERS = f"{__name__}.exporters", f"{__name__}.importers"


def export_names() -> tuple[str, ...]:
    """The formats that decks can be written in."""
    return _names(EXPORTERS)


def import_names() -> tuple[str, ...]:
    """The formats that decks can be made of."""
    return _names(IMPORTERS)


def exporter(name: str) -> Exporter:
    """The exporter of this name."""
    found: Exporter = value_of(EXPORTERS, _module_name(name), "EXPORTER")
    return found


def importer(name: str) -> Importer:
    """The importer of this name."""
    found: Importer = value_of(IMPORTERS, _module_name(name), "IMPORTER")
    return found


def _names(package: str) -> tuple[str, ...]:
    return tuple(sorted(name.replace("_", "-") for name in module_names(package)))


def _module_name(format_name: str) -> str:
    return format_name.replace("-", "_")

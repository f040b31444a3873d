"""The rules, a file for each or for a close family: a file that has `RULES` is all it takes to add one.

W1 is how questions are asked, W2 how texts look in a terminal, W3 how the parts of a deck fit together, and W4 what
claims prove.
"""

from __future__ import annotations

import importlib
import pkgutil

from quizapp.checking.lint.rule import Rule


def _discovered() -> dict[str, Rule]:
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    rules: list[Rule] = [rule for module in modules for rule in module.RULES]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


#: All rules by code.
RULES = _discovered()

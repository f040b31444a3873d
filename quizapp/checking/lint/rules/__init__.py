"""The rules, a file for each or for a close family: a file that has `RULES` is all it takes to add one.

W1 is how questions are asked, W2 how texts look in a terminal, W3 how the parts of a deck fit together, and W4 what
claims prove.
"""

from __future__ import annotations

from quizapp.checking.lint.rule import Rule
from quizapp.discovery import discover


def _by_code() -> dict[str, Rule]:
    """The rules in the order of their codes; ValueError if two have one code."""
    rules: list[Rule] = [rule for _, family in discover(__name__, "RULES") for rule in family]
    names: dict[str, str] = {}
    for rule in rules:
        if names.setdefault(rule.code, rule.name) != rule.name:
            raise ValueError(f"{names[rule.code]} and {rule.name} are both {rule.code}; give one another code")
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


#: All rules by code.
RULES = _by_code()

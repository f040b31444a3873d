"""From the text of a claim to its tree: Python's parser, then a whitelist; nothing is ever evaluated as Python."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from quizapp.claims.mentions import missing
from quizapp.claims.reader import Reader
from quizapp.claims.spelling import mask_hyphens, misread_character
from quizapp.claims.syntax import ClaimError, expression_of
from quizapp.claims.tree import (
    EVENTS,
    Claim,
    Quantity,
    without_name,
)
from sim.experiment import Experiment

__all__ = ["ClaimError", "is_claim", "parse_claim", "parse_quantity"]

MAX_LENGTH = 500
NOT_A_CLAIM = "this is not a claim; write one like delta[1] / delta[-1] < 1e-4"
NOT_A_QUANTITY = "this is not a quantity; write one like delta[1] / delta[-1]"


def parse_claim(text: str, experiments: Mapping[str, Experiment], experiment: str) -> Claim:
    """Parse a claim about `experiment`, which may speak of the others by name; raises ClaimError.

    What it says of `experiment` by its name it says of whatever it is judged on, so that a control can stand in for it.
    """
    claim = _parse(text, frozenset(experiments))
    _check_mentions(claim, experiments, experiment)
    if experiment not in claim.references:
        return claim
    return replace(claim, truth=without_name(claim.truth, experiment), references=claim.references - {experiment})


def parse_quantity(text: str, experiments: Mapping[str, Experiment], experiment: str) -> Quantity:
    """Parse a number that is measured on `experiment`, as in log10(delta[1] / delta[-1]); raises ClaimError."""
    quantity = _parse_quantity(text, frozenset(experiments))
    _check_mentions(quantity, experiments, experiment)
    if experiment not in quantity.references:
        return quantity
    number = without_name(quantity.number, experiment)
    return replace(quantity, number=number, references=quantity.references - {experiment})


def is_claim(text: str, names: frozenset[str]) -> bool:
    """Whether a text says something that is true or false, as far as its form tells, rather than a number."""
    try:
        _, expression = _opened(text, names, NOT_A_CLAIM)
    except ClaimError:
        return False
    match expression:
        case ast.BoolOp() | ast.Compare() | ast.UnaryOp(ast.Not(), _):
            return True
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in EVENTS
    return False


@lru_cache(maxsize=4096)
def _parse(text: str, names: frozenset[str]) -> Claim:
    reader, expression = _opened(text, names, NOT_A_CLAIM)
    truth = reader.truth(expression)
    return Claim(text, truth, frozenset(reader.references), tuple(reader.mentions))


@lru_cache(maxsize=4096)
def _parse_quantity(text: str, names: frozenset[str]) -> Quantity:
    reader, expression = _opened(text, names, NOT_A_QUANTITY)
    number = reader.number(expression)
    return Quantity(text, number, frozenset(reader.references), tuple(reader.mentions))


def _opened(text: str, names: frozenset[str], otherwise: str) -> tuple[Reader, ast.expr]:
    if len(text) > MAX_LENGTH:
        raise ClaimError(f"this has {len(text)} characters; at most {MAX_LENGTH} are read")
    misread = misread_character(text)
    if misread is not None:
        column, message = misread
        raise ClaimError(message, column)
    masked = mask_hyphens(text, names)
    return Reader(masked, names), expression_of(masked, otherwise)


def _check_mentions(claim: Claim | Quantity, experiments: Mapping[str, Experiment], subject: str) -> None:
    for mention in claim.mentions:
        if message := missing(mention, experiments, subject):
            raise ClaimError(message, mention.column, mention.length)

"""The claim language: one expression over measured quantities, parsed and judged without ever being executed.

claim = parse_claim("delta[1] / delta[-1] < 1e-4", deck.experiments, "tiny")
verdict = judge(claim, {"tiny": observed}, "tiny")
verdict.holds          # (S,) in which networks it holds
"""

from quizapp.claims.evaluation import HOLDS_IN, Outcome, Verdict, apart, judge, quantify
from quizapp.claims.idle import idle_parts
from quizapp.claims.parsing import ClaimError, is_claim, parse_claim, parse_quantity
from quizapp.claims.spelling import said_of, spelled_out
from quizapp.claims.tree import Claim, Quantity

__all__ = [
    "HOLDS_IN",
    "Claim",
    "ClaimError",
    "Outcome",
    "Quantity",
    "Verdict",
    "apart",
    "idle_parts",
    "is_claim",
    "judge",
    "parse_claim",
    "parse_quantity",
    "quantify",
    "said_of",
    "spelled_out",
]

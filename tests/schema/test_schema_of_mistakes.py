"""Every bad deck is underlined by an editor, but for those mistakes that no schema can tell."""

from __future__ import annotations

from pathlib import Path

import yaml

from quizapp.schema.deck_schema import deck_schema
from tests.support.editors.core_schema import EditorValidator, in_an_editor

BAD = Path(__file__).parents[1] / "deck" / "bad"
VALIDATOR = EditorValidator(deck_schema())


#: Mistakes in files of tests/bad that no schema can tell, by what it would take.
BEYOND_A_SCHEMA = {
    "to know the other parts of the file": """
        choice-id-twice question-id-twice extends-circle extends-itself no-right-choice two-right-choices
        unknown-control unknown-experiment unknown-extends numeric-measure-without-experiment misconception-twice
        order-shares-an-experiment own-experiment-named-as-the-decks own-experiment-of-another-question
        tune-field-twice tune-half-a-layer tune-knob-that-is-not-there tune-solution-of-another-knob
        tune-solution-without-a-knob simulation-none-with-experiments""",
    "to read a claim or a quantity": """
        claim-fails-on-control-only claim-in-a-block claim-syntax claim-unknown-measure claim-unknown-measure-in-quotes
        claim-without-such-a-layer numeric-measure-is-a-claim numeric-measure-without-such-a-layer
        numeric-unknown-measure order-unknown-measure-and-experiment tune-goal-beyond-the-shallowest""",
    "to reckon": """
        misconception-within-tolerance numeric-comma-of-thousands numeric-divided-by-zero numeric-foreign-digits
        numeric-measure-as-value numeric-power-too-large numeric-very-long numeric-zero-with-digits
        numeric-zero-with-percent too-much-work tune-log-scale-from-zero tune-range-turned-round
        tune-solution-off-the-knob tune-start-off-the-knob tune-too-much-work""",
    "to put values in": """
        vary-arithmetic-with-a-word vary-braces-in-prose vary-divided-by-zero vary-layer-that-is-not-there
        vary-same-value-twice vary-second-variant-is-bad vary-too-many vary-unknown-name vary-without-use""",
    "to see how it is written": """
        anchor byte-order-mark-inside escape-after-a-backslash escape-sequence invisible-space long-line nul-escape
        number-not-a-number number-with-leading-zero raw-bidi whole-number-with-a-point wide-characters""",
}


def is_underlined(path: Path) -> bool:
    """Whether an editor sees that something is wrong: with the bytes, with the YAML, or by the schema."""
    try:
        return not VALIDATOR.is_valid(in_an_editor(path.read_text("utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, TypeError):
        return True


def test_every_bad_deck_is_underlined_but_those_that_a_schema_cannot_tell() -> None:
    beyond = {name for names in BEYOND_A_SCHEMA.values() for name in names.split()}
    files = {path.stem: path for path in BAD.glob("*.yaml")}
    assert {name for name, path in files.items() if not is_underlined(path)} == beyond & files.keys()

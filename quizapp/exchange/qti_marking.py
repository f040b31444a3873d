"""How QTI items are marked: outcomes, and the rules that set them from a response."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.exchange.markup import Element, element


def outcome(name: str, type_: str, cardinality: str, default: str = "") -> Element:
    """The declaration of an outcome."""
    declared = element("outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=type_)
    if default:
        declared.append(element("defaultValue", element("value", default)))
    return declared


def set_to(name: str, value: Element) -> Element:
    """The rule that gives an outcome a value."""
    return element("setOutcomeValue", value, identifier=name)


def response() -> Element:
    """What was answered."""
    return element("variable", identifier="RESPONSE")


def constant(type_: str, value: str) -> Element:
    """A value that does not vary."""
    return element("baseValue", value, baseType=type_)


def scored(condition: Element) -> Element:
    """A mark of 1 if a condition holds, and of 0 if not."""
    return element(
        "responseCondition",
        element("responseIf", condition, set_to("SCORE", constant("float", "1"))),
        element("responseElse", set_to("SCORE", constant("float", "0"))),
    )


def matched() -> list[Element]:
    """A mark of 1 for the correct response."""
    return [scored(element("match", response(), element("correct", identifier="RESPONSE")))]


def near_enough(distance: str) -> list[Element]:
    """A mark of 1 for a number that is no further than a distance from the correct one; and which of both it was."""
    tolerance = f"{distance} {distance}"
    near = element(
        "equal", response(), element("correct", identifier="RESPONSE"), toleranceMode="absolute", tolerance=tolerance
    )
    rule = scored(near)
    for part, word in zip(rule, ("right", "wrong"), strict=True):
        part.append(set_to("FEEDBACK", constant("identifier", word)))
    return [rule]


def typed(near: Sequence[str], case: str) -> list[Element]:
    """The mark that the mapping gives for a text; and whether it is right, which near miss it is, or neither."""
    whole = element("gte", element("variable", identifier="SCORE"), constant("float", "1"))
    first = element("responseIf", whole, set_to("FEEDBACK", constant("identifier", "right")))
    others = [_if_typed(text, f"near-{number}", case) for number, text in enumerate(near, start=1)]
    rest = element("responseElse", set_to("FEEDBACK", constant("identifier", "wrong")))
    return [*mapped(), element("responseCondition", first, *others, rest)]


def _if_typed(text: str, name: str, case: str) -> Element:
    same = element("stringMatch", response(), constant("string", text), caseSensitive=case)
    return element("responseElseIf", same, set_to("FEEDBACK", constant("identifier", name)))


def mapped() -> list[Element]:
    """The sum of what is given for each choice."""
    return [set_to("SCORE", element("mapResponse", identifier="RESPONSE"))]


def processing(rules: Sequence[Element], by_choice: bool) -> Element:
    """All the rules: the mark, that the explanation is shown, and what is said about choices where there are some."""
    shown = [set_to("FEEDBACK", response())] if by_choice else []
    return element("responseProcessing", *rules, *shown, set_to("EXPLAINED", constant("identifier", "yes")))

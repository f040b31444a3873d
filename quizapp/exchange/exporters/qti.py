"""QTI 2.1 as a content package: a zip file with a manifest, a test that keeps the order, and one item a question.

Items and test follow imsqti_v2p1.xsd, the manifest imscp_v1p1.xsd. Marking is written out as response processing, by
the same rule as ours; what is said about a choice, and the explanation, are feedback that appears once it has run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.deck.model import Deck
from quizapp.exchange.format import Dialect, Exported, Exporter, Progress
from quizapp.exchange.losses import Loss
from quizapp.exchange.markup import Element, as_bytes, element
from quizapp.exchange.measured_keys import with_keys
from quizapp.exchange.numbers import answers, decimal
from quizapp.exchange.qti_marking import mapped, matched, near_enough, outcome, processing, typed
from quizapp.exchange.qti_text import blocks, explanation, inlines
from quizapp.exchange.text import on_one_line
from quizapp.exchange.worded import worded
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.spellings import literal, spelling
from quizapp.questions.types import Question
from quizapp.questions.types.multiple import Multiple
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.single import Single
from quizapp.questions.types.true_false import OPTIONS, TrueFalse

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMAS = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
CARRIED = frozenset(
    {"explanation", "reading", "shuffle", "choices.id", "choices.text", "choices.correct", "choices.if_chosen"}
    | {"answer", "answer.value", "answer.tolerance", "answer.within", "if_right", "if_wrong", "unit"}
    | {"items.id", "items.text", "by", "first"}
    | {"accept", "case_sensitive", "near_misses.text", "near_misses.feedback", "near_misses.credit"}
)
#: A moment that every zip file can name, so that the same deck gives the same package.
MOMENT = (2000, 1, 1, 0, 0, 0)


def identifier(name: str) -> str:
    """A name as QTI wants it: it begins with a letter."""
    return name if name[0].isalpha() else f"_{name}"


def _single(question: Single) -> Element:
    right = [choice.id for choice in question.choices if choice.correct]
    return _item(question, _response("single", right), _choices(question, 1), matched())


def _multiple(question: Multiple) -> Element:
    right = [choice.id for choice in question.choices if choice.correct]
    wrong = len(question.choices) - len(right)
    shares = {each.id: 1 / len(right) if each.correct else -1 / wrong for each in question.choices}
    return _item(question, _response("multiple", right, shares), _choices(question, 0), mapped())


def _true_false(question: TrueFalse) -> Element:
    right = str(question.answer).lower()
    said = {option.id: question.if_right if option.id == right else question.if_wrong for option in OPTIONS}
    choices = [_choice(option.id, option.text, said[option.id]) for option in OPTIONS]
    return _item(question, _response("single", [right]), _interaction(choices, 1, False), matched())


def _response(cardinality: str, right: Sequence[str], shares: dict[str, float] | None = None) -> Element:
    values = [element("value", identifier(name)) for name in right]
    declared = element("responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType="identifier")
    declared.extend([element("correctResponse", *values)] if values else [])
    if shares:
        entries = [
            element("mapEntry", mapKey=identifier(name), mappedValue=repr(each)) for name, each in shares.items()
        ]
        declared.append(element("mapping", *entries, lowerBound="0", upperBound="1", defaultValue="0"))
    return declared


def _choices(question: ChoiceQuestion, most: int) -> Element:
    choices = [_choice(choice.id, choice.text, choice.if_chosen) for choice in question.choices]
    return _interaction(choices, most, question.shuffle)


def _choice(name: str, text: str, feedback: str | None) -> Element:
    said = [
        element(
            "feedbackInline", " ", *inlines(feedback),
            outcomeIdentifier="FEEDBACK", identifier=identifier(name), showHide="show",
        )
    ] if feedback else []  # fmt: skip
    return element("simpleChoice", *inlines(text), *said, identifier=identifier(name))


def _interaction(choices: Sequence[Element], most: int, shuffle: bool) -> Element:
    return element(
        "choiceInteraction",
        *choices,
        responseIdentifier="RESPONSE",
        shuffle=str(shuffle).lower(),
        maxChoices=str(most),
    )


def _numeric(question: Numeric) -> Element:
    """A number to type; what is said to a wrong one is the same for all wrong ones."""
    ((value, near, _, _), *_) = answers(question)
    declared = element("responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="float")
    declared.append(element("correctResponse", element("value", decimal(value, near))))
    entry = element("textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    asked = element("p", entry, f" {on_one_line(question.unit)}" if question.unit else "")
    said = {"right": question.if_right, "wrong": question.if_wrong}
    return _item(question, declared, asked, near_enough(decimal(near)), said)


def _short_answer(question: ShortAnswer) -> Element:
    """Words to type, with what each spelling is worth; a star that stands for anything is not known here."""
    known = [each for each in worded(question) if spelling(each.text).is_plain]
    case = str(question.case_sensitive).lower()
    declared = element("responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="string")
    declared.append(element("correctResponse", element("value", question.shown)))
    entries = {
        literal(each.text): element(
            "mapEntry", mapKey=literal(each.text), mappedValue=repr(each.share), caseSensitive=case
        )
        for each in reversed(known)
    }
    bounds = {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"}
    declared.append(element("mapping", *reversed(entries.values()), **bounds))
    near = [literal(each.text) for each in known if each.share < 1]
    told = {literal(each.text): each.said for each in known}
    entry = element("textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")
    said = {"right": question.if_right, "wrong": question.if_wrong}
    said |= {f"near-{number}": told[text] for number, text in enumerate(near, start=1)}
    return _item(question, declared, element("p", entry), typed(near, case), said)


def _stars(questions: Iterable[Question]) -> Iterator[Loss]:
    """The spellings in which a star stands for anything."""
    for question in questions:
        if isinstance(question, ShortAnswer):
            if not all(each.is_plain for each in question.accepted):
                yield Loss(question.id, "accept with *")
            if not all(each.is_plain for each in question.near_spellings):
                yield Loss(question.id, "near_misses.text with *")


def _order(question: Order) -> Element:
    """Items to be put in order; they stand in their right one and are shuffled."""
    names = [identifier(item.id) for item in question.items]
    declared = element("responseDeclaration", identifier="RESPONSE", cardinality="ordered", baseType="identifier")
    declared.append(element("correctResponse", *(element("value", name) for name in names)))
    items = [element("simpleChoice", *inlines(item.text), identifier=identifier(item.id)) for item in question.items]
    end = element("prompt", f"{on_one_line(question.by)}, {question.first} first")
    asked = element("orderInteraction", end, *items, responseIdentifier="RESPONSE", shuffle="true")
    return _item(question, declared, asked, matched(), {})


def _item(
    question: Question,
    response: Element,
    interaction: Element,
    grade: Sequence[Element],
    said: Mapping[str, str | None] | None = None,
) -> Element:
    """An item; `said` is what is said to a right and to a wrong answer, where there is nothing to say of choices."""
    told = explanation(question)
    shown = [_modal("EXPLAINED", "yes", told)] if told else []
    return element(
        "assessmentItem",
        response,
        outcome("SCORE", "float", "single", "0"),
        outcome("FEEDBACK", "identifier", response.get("cardinality", "single") if said is None else "single"),
        outcome("EXPLAINED", "identifier", "single"),
        element("itemBody", *blocks(question.prompt), interaction),
        processing(grade, by_choice=said is None),
        *(_modal("FEEDBACK", name, blocks(words)) for name, words in (said or {}).items() if words),
        *shown,
        identifier=identifier(question.id),
        title=question.id,
        adaptive="false",
        timeDependent="false",
        **_namespaces(),
    )


def _modal(outcome: str, name: str, content: Sequence[Element]) -> Element:
    return element("modalFeedback", *content, outcomeIdentifier=outcome, identifier=name, showHide="show")


def _namespaces() -> dict[str, str]:
    return {"xmlns": QTI, "xmlns:xsi": SCHEMA, "xsi:schemaLocation": f"{QTI} {SCHEMAS}"}


def _test(title: str, names: Sequence[str]) -> Element:
    references = [element("assessmentItemRef", identifier=name, href=f"items/{name}.xml") for name in names]
    section = element("assessmentSection", *references, identifier="section", title=title, visible="true")
    part = element("testPart", section, identifier="part", navigationMode="linear", submissionMode="individual")
    return element("assessmentTest", part, identifier="test", title=title, **_namespaces())


def _manifest(names: Sequence[str]) -> Element:
    files = [f"items/{name}.xml" for name in names]
    items = [_resource(f"item-{name}", "imsqti_item_xmlv2p1", file) for name, file in zip(names, files, strict=True)]
    test = _resource("test", "imsqti_test_xmlv2p1", "test.xml", [f"item-{name}" for name in names])
    metadata = element("metadata", element("schema", "QTIv2.1 Package"), element("schemaversion", "1.0.0"))
    resources = element("resources", test, *items)
    return element("manifest", metadata, element("organizations"), resources, identifier="package", xmlns=PACKAGE)


def _resource(name: str, type_: str, file: str, needs: Sequence[str] = ()) -> Element:
    needed = [element("dependency", identifierref=each) for each in needs]
    return element("resource", element("file", href=file), *needed, identifier=name, type=type_, href=file)


DIALECT: Dialect[Element] = Dialect(
    "QTI",
    {
        "single": _single,
        "multiple": _multiple,
        "true_false": _true_false,
        "numeric": _numeric,
        "order": _order,
        "short_answer": _short_answer,
    },
    CARRIED,
)


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as a zip file."""
    said, losses = DIALECT.say(deck.questions, with_keys(deck, progress))
    names = [identifier(question.id) for question, _ in said]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _manifest(names))
        _add(package, "test.xml", _test(on_one_line(deck.title), names))
        for name, (_, item) in zip(names, said, strict=True):
            _add(package, f"items/{name}.xml", item)
    return Exported(packed.getvalue(), (*losses, *_stars(each for each, _ in said)))


def _add(package: zipfile.ZipFile, name: str, root: Element) -> None:
    package.writestr(zipfile.ZipInfo(name, MOMENT), as_bytes(root, indented=False), zipfile.ZIP_DEFLATED)


EXPORTER = Exporter(
    ".zip",
    DIALECT.writers,
    "QTI 2.1; prompts, choices, if_chosen, spellings without *, if_right and if_wrong, explanations with reading, ids",
    write,
    is_text=False,
)

import copy
import pickle
from typing import Annotated, Any

import pytest

from sim import ACTIVATIONS, BIAS_INITIALIZERS, INITIALIZERS, OPTIMIZERS, BadValue
from sim.registry import Named, Range, Registry, named, nearest, shown

REGISTRIES: dict[str, Registry[Any]] = {
    registry.what: registry for registry in (ACTIVATIONS, INITIALIZERS, BIAS_INITIALIZERS, OPTIMIZERS)
}
ENTRIES = [(registry, name) for registry in REGISTRIES.values() for name in registry.names]

plants: Registry[Any] = Registry("plant")


@plants.register("daisy_chain", metadata={"colour": "white"})
def daisy(
    soil: int, height: Annotated[float, Range(0.0, 10.0)] = 2.0, petals: Annotated[float, Range(1, 99)] = 5
) -> str:
    """A small flower."""
    return f"{soil} {height} {petals}"


@plants.register()
def moss() -> str:
    """It takes nothing."""
    return "moss"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("moss", Named("moss")),
        (" moss ", Named("moss")),
        ("moss()", Named("moss")),
        ("daisy(height=3)", Named("daisy", (("height", 3.0),))),
        ("daisy( height = 3e-1 , petals=7 )", Named("daisy", (("height", 0.3), ("petals", 7.0)))),
        ({"name": "daisy", "height": 3}, Named("daisy", (("height", 3.0),))),
        (Named("daisy", (("height", 3.0),)), Named("daisy", (("height", 3.0),))),
    ],
)
def test_a_name_can_be_written_alone_as_a_call_or_as_a_mapping(written: object, meant: Named) -> None:
    assert plants.check(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "daisy(", "daisy)(", "daisy(3)", "daisy(height)", "daisy(height=tall)", "daisy(height=1, height=2)",
     "daisy(height=1)(petals=2)", "daisy(height=1,)", "daisy(height='\\d')", "daisy(**{})", "(", "daisy(" * 10_000],
)  # fmt: skip
def test_text_that_is_no_call_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(BadValue, match=r"cannot read .*normal\(std=0.05\)"):
        plants.check(written)


@pytest.mark.parametrize("written", [None, 3, 3.5, True, [], ["daisy"], b"daisy", object(), {}, {"name": 3}, {1: 2}])
def test_what_is_neither_text_nor_mapping_is_refused(written: object) -> None:
    with pytest.raises(BadValue, match="expected a name"):
        named(written)


@pytest.mark.parametrize("height", [-0.1, 10.1, float("nan"), float("inf"), 10**400, -(10**400)])
def test_a_parameter_out_of_range_is_refused_with_the_range_and_its_place(height: float) -> None:
    with pytest.raises(BadValue, match="height must be from 0 to 10, not ") as caught:
        plants.check({"name": "daisy", "height": height})
    assert caught.value.path == ("height",)


@pytest.mark.parametrize("height", [True, "3", None, [3], 3j])
def test_a_parameter_that_is_no_number_is_refused_with_its_place(height: object) -> None:
    with pytest.raises(BadValue, match="height must be a number from 0 to 10, not ") as caught:
        plants.check({"name": "daisy", "height": height})
    assert caught.value.path == ("height",)


def test_an_unknown_parameter_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadValue, match="daisy has no parameter 'width'; it takes height, petals") as caught:
        plants.check("daisy(width=1)")
    assert caught.value.path == ("width",)
    with pytest.raises(BadValue, match="moss has no parameter 'width'; it takes none"):
        plants.check("moss(width=1)")


def test_an_unknown_name_is_refused_with_the_nearest_or_with_all() -> None:
    with pytest.raises(BadValue, match=r"unknown plant 'dasy'; did you mean 'daisy'\?"):
        plants.check("dasy")
    with pytest.raises(BadValue, match="unknown plant 'xyz'; known are daisy, moss, daisy_chain"):
        plants.check("xyz")
    assert nearest("anything", []) == ""


@pytest.mark.parametrize(
    "written",
    ["x" * 10**6, {"name": "x" * 10**6}, "\x1b[31mdaisy", {"name": "daisy", "\x1b": 1}],
    ids=["long", "long name", "escape", "escape key"],
)
def test_messages_are_short_and_hold_no_control_characters(written: object) -> None:
    with pytest.raises(BadValue) as caught:
        plants.check(written)
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "value",
    [10**5000, [10**5000], "x" * 10**6, [[[[[[[]]]]]]] * 1000, {"a": 10**5000}, 1e300],
    ids=lambda value: type(value).__name__,
)
def test_any_value_can_be_shown_in_a_message(value: object) -> None:
    assert len(shown(value)) < 200


def test_an_alias_finds_the_same_function_and_stays_as_written() -> None:
    assert plants.function("daisy_chain") is plants.function("daisy")
    assert plants.aliases("daisy") == ("daisy_chain",)
    assert plants.check("daisy_chain").name == "daisy_chain"


def test_metadata_is_found_by_the_name_and_by_every_alias() -> None:
    assert plants.metadata("daisy_chain") == plants.metadata("daisy") == {"colour": "white"}
    assert plants.metadata("moss") is None
    with pytest.raises(BadValue, match=r"unknown plant 'dasy'; did you mean 'daisy'\?"):
        plants.metadata("dasy")


def test_parameters_are_read_from_the_signature() -> None:
    assert [(p.name, p.default, p.range) for p in plants.parameters("daisy")] == [
        ("height", 2.0, Range(0.0, 10.0)),
        ("petals", 5.0, Range(1, 99)),
    ]


def test_building_fills_in_the_parameters_and_leaves_the_rest() -> None:
    assert plants.build("daisy(height=4)")(7) == "7 4.0 5"


@pytest.mark.parametrize(("registry", "name"), ENTRIES)
def test_every_entry_has_a_docstring_and_its_defaults_lie_in_their_ranges(registry: Registry[Any], name: str) -> None:
    assert registry.function(name).__doc__
    for parameter in registry.parameters(name):
        assert parameter.range.low <= parameter.default <= parameter.range.high


@pytest.mark.parametrize(("registry", "name"), ENTRIES)
def test_what_is_written_as_data_or_as_text_reads_back_as_the_same(registry: Registry[Any], name: str) -> None:
    entry = registry.check({"name": name, **{p.name: p.default for p in registry.parameters(name)}})
    assert registry.check(entry.as_data()) == registry.check(str(entry)) == entry


def test_no_two_entries_of_a_registry_share_a_name() -> None:
    for registry in REGISTRIES.values():
        assert len(set(registry.all_names)) == len(registry.all_names)


def test_a_bad_value_keeps_its_message_and_path_when_copied() -> None:
    error = BadValue("too much", ("init", "std"))
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (str(twin), twin.path) == ("too much", ("init", "std"))

import re
from typing import Any

import pytest

from sim import ACTIVATIONS, BIAS_INITIALIZERS, INITIALIZERS
from sim.drawing import metadata_of
from sim.registry import Named, Registry
from tools.docs.initializers_page import page

TABLES = [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", page(), re.MULTILINE)]
REGISTRIES: tuple[Registry[Any], ...] = (INITIALIZERS, BIAS_INITIALIZERS, ACTIVATIONS)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_the_tables_list_every_entry_and_their_rows_are_as_wide_as_their_heads() -> None:
    for table, registry in zip(TABLES, REGISTRIES, strict=True):
        rows = [cells(line) for line in table]
        assert {len(row) for row in rows} == {len(rows[0])}
        assert [row[0].strip("`").partition("(")[0] for row in rows[2:]] == list(registry.names)
        assert all(f"`{alias}`" in row[1] for row in rows[2:] for alias in registry.aliases(row[0].strip("`")))


def test_every_row_of_a_scheme_named_after_its_authors_names_its_source() -> None:
    sources = {row[0].strip("`").partition("(")[0]: row[3] for row in map(cells, TABLES[0][2:])}
    for family, authors in {
        "xavier": "Glorot & Bengio 2010",
        "he": "He et al. 2015",
        "lecun": "LeCun et al. 1998",
    }.items():
        for distribution in ("normal", "truncated_normal", "uniform"):
            assert sources[f"{family}_{distribution}"].startswith(authors)
    assert sources["orthogonal"] == "Saxe et al. 2013; Mezzadri 2007"


#: What the frameworks export for dense layers: everything but what only convolutions, FFTs or checks are for.
EXPORTED = {
    "torch": "uniform_ normal_ trunc_normal_ constant_ ones_ zeros_ eye_ xavier_uniform_ xavier_normal_ "
             "kaiming_uniform_ kaiming_normal_ orthogonal_ sparse_",
    "keras": "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform Ones Orthogonal "
             "RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros",
    "jax": "constant glorot_normal glorot_uniform he_normal he_uniform lecun_normal lecun_uniform normal ones "
           "orthogonal truncated_normal uniform variance_scaling zeros",
}  # fmt: skip


@pytest.mark.parametrize("framework", EXPORTED)
def test_every_initializer_of_a_framework_has_its_row(framework: str) -> None:
    named = {getattr(metadata_of(Named(name)), framework).partition("(")[0] for name in INITIALIZERS.names}
    assert set(EXPORTED[framework].split()) <= named


def test_pytorch_has_no_other_initializer_for_dense_layers() -> None:
    init = pytest.importorskip("torch").nn.init
    public = {name for name in vars(init) if name.endswith("_") and not name.startswith("_")}
    assert public - {"dirac_"} == set(EXPORTED["torch"].split())

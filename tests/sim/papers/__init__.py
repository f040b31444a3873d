"""What papers state, measured again: one file a paper, one function a number.

`REPLICATIONS` holds them all; docs/papers.md is the table of them. To add one, decorate a function that returns a
number with `@replicates(...)`; a new file is named below.
"""

from tests.sim.papers import (
    glorot_2010,
    hanin_2018,
    he_2015,
    klambauer_2017,
    mishkin_2015,
    pascanu_2013,
    poole_2016,
    saxe_2013,
)
from tests.sim.papers.replication import REPLICATIONS, Replication

__all__ = [
    "REPLICATIONS",
    "Replication",
    "glorot_2010",
    "hanin_2018",
    "he_2015",
    "klambauer_2017",
    "mishkin_2015",
    "pascanu_2013",
    "poole_2016",
    "saxe_2013",
]

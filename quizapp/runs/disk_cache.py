"""What was measured, kept on disk from one `quizapp check` to the next.

An entry is the first and the last frame of one run, under a name made of all that decides its numbers: the fields of
the experiment, the code of `sim`, NumPy's version and the processor. So an entry is never out of date, and nothing
needs to be told to forget. Whatever lies under the name of an entry, it is as if there were none, unless it is a file
that this user has written: its digest is made with a key of the user's own, kept elsewhere, so that who can write to
the folder, or hands it on, cannot make an entry that is believed.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

import sim
from quizapp.runs.observation import TRACE, arrays_of, others_of, with_others
from quizapp.runs.own_files import read_own, user_key, write_own
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, Histograms, Layers
from sim.measures import SIZE_QUANTILES
from sim.plane import is_on_plane, size_of
from sim.sweep import Ends

#: The folder may be named here; otherwise it is where the system keeps such things.
VARIABLE = "QUIZAPP_CACHE_DIR"
#: Bytes over which the oldest entries go, and down to which.
MOST, LEFT = 256 * 2**20, 192 * 2**20
#: To be raised when the form of an entry changes.
FORM = 4
ENDING = ".frames"
DIGEST_SIZE = 32
NUMBERS = ("<f8", "<f4", "<i8")
#: What reading something that is no entry can come to.
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Cache:
    """A folder of entries."""

    folder: Path
    most: int = MOST
    left: int = LEFT
    key: bytes = field(default_factory=user_key, repr=False)

    def get(self, experiment: Experiment) -> Ends | None:
        """The first and last frame of a run, or None if they are not kept or no longer whole."""
        path = self._path(experiment)
        try:
            data = read_own(path, self.most)
            body = data[DIGEST_SIZE:]
            if data[:DIGEST_SIZE] != self._signature(path, body):
                return None
            ends = _unpacked(body, experiment)
        except UNREADABLE:
            return None
        with suppress(OSError):
            os.utime(path)
        return ends

    def has(self, experiment: Experiment) -> bool:
        """Whether there is an entry; only `get` tells whether it can be believed."""
        return self._path(experiment).exists()

    def put(self, experiment: Experiment, ends: Ends) -> None:
        """Keep the frames of a run, all of them or nothing."""
        path = self._path(experiment)
        body = _packed(ends)
        with suppress(OSError):
            write_own(path, self._signature(path, body) + body)

    def evict(self) -> None:
        """Throw the oldest entries away if there is too much."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        if total <= self.most:
            return
        for _, size, path in entries:
            if total <= self.left:
                return
            with suppress(OSError):
                os.unlink(path)
            total -= size

    def _entries(self) -> list[tuple[float, int, str]]:
        found: list[tuple[float, int, str]] = []
        with suppress(OSError), os.scandir(self.folder) as listing:
            for entry in listing:
                if entry.name.endswith((ENDING, ".part")):
                    with suppress(OSError):
                        stat = entry.stat(follow_symlinks=False)
                        found.append((stat.st_mtime, stat.st_size, entry.path))
        return found

    def _signature(self, path: Path, body: bytes) -> bytes:
        return hashlib.blake2b(path.name.encode() + body, key=self.key, digest_size=DIGEST_SIZE).digest()

    def _path(self, experiment: Experiment) -> Path:
        return self.folder / _name_of(experiment)


@functools.lru_cache(8192)
def _name_of(experiment: Experiment) -> str:
    """The name of the entry of an experiment; kept, as it is asked for before anything runs and when it has to be."""
    asked = json.dumps([experiment.as_data(), asdict(experiment.asked)], sort_keys=True)
    return f"{_digest(f'{circumstances()} {asked}'.encode()).hex()}{ENDING}"


def user_cache() -> Cache | None:
    """The cache of this user, or None where there is no place for one."""
    try:
        circumstances()
    except OSError:
        return None
    named = os.environ.get(VARIABLE)
    if named:
        return Cache(Path(named).absolute())
    import platformdirs

    folder = platformdirs.user_cache_path("quizapp", appauthor=False)
    return Cache(folder) if folder.is_absolute() else None


@functools.cache
def circumstances() -> str:
    """Whatever else than the experiment decides the numbers, as a short text."""
    code = digest_of(Path(str(sim.__file__)).parent)
    return f"{FORM} {np.__version__} {platform.machine()} {sys.platform} {code}"


def digest_of(folder: Path) -> str:
    """A digest of the names and contents of all files in a folder and below, but for what Python compiles."""
    found = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        found.update(_digest(path.relative_to(folder).as_posix().encode()) + _digest(path.read_bytes()))
    return found.hexdigest()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()


def _packed(ends: Ends) -> bytes:
    """A line of JSON that says what is in the frames, and after it the numbers of their arrays."""
    frames = ends[:1] if ends[0] is ends[-1] else ends
    arrays = [array for frame in frames for array in arrays_of(frame)]
    about = [
        {**_facts(frame), "arrays": [(each.dtype.str, each.shape) for each in arrays_of(frame)]} for frame in frames
    ]
    return json.dumps(about).encode() + b"\n" + b"".join(array.tobytes() for array in arrays)


def _unpacked(body: bytes, experiment: Experiment) -> Ends:
    """The frames in the body of an entry; one of UNREADABLE if they are not those of a run of the experiment."""
    header, _, numbers = body.partition(b"\n")
    frames: list[Frame] = []
    offset = 0
    for about in json.loads(header):
        arrays: list[np.ndarray[Any, Any]] = []
        for kind, shape in about["arrays"]:
            array = _array(kind, shape, numbers, offset)
            offset += array.nbytes
            arrays.append(array)
        frames.append(_frame(about, arrays, experiment))
    if offset != len(numbers) or frames[0].step != 0:
        raise ValueError("these are not the frames of a run")
    if any(step not in experiment.asked.moments for step in (each.step for each in frames[1:-1])):
        raise ValueError("these are not the moments that are asked for")
    return (frames[0], frames[0]) if len(frames) == 1 else tuple(frames)


def _array(kind: str, shape: list[int], numbers: bytes, offset: int) -> np.ndarray[Any, Any]:
    if kind not in NUMBERS or not all(type(size) is int and size > 0 for size in shape):
        raise ValueError(f"no array is {kind} of {shape}")
    return np.frombuffer(numbers, kind, math.prod(shape), offset).reshape(shape)


def _facts(frame: Frame) -> dict[str, Any]:
    """All of a frame but its arrays."""
    shown = frame.histograms
    return {
        "step": frame.step,
        "divergences": [None if each is None else asdict(each) for each in frame.divergences],
        "histograms": {"layers": shown.layers, "low": shown.low, "high": shown.high},
        "others": list(others_of(frame)),
    }


def _frame(about: dict[str, Any], arrays: list[np.ndarray[Any, Any]], experiment: Experiment) -> Frame:
    loss, accuracy, input_signal, shares, sizes, *others = arrays
    shown = about["histograms"]
    names = [each.name for each in fields(Layers)]
    layers, more = others[: len(names)], dict(zip(about["others"], others[len(names) :], strict=True))
    if not _are_of(more, about["step"], experiment):
        raise ValueError("these are not the arrays of the experiment")
    frame = Frame(
        step=about["step"],
        loss=loss,
        accuracy=accuracy,
        input_signal=input_signal,
        layers=Layers(**dict(zip(names, layers, strict=True))),
        histograms=Histograms(tuple(shown["layers"]), shown["low"], shown["high"], shares, sizes),
        divergences=tuple(None if each is None else Divergence(**each) for each in about["divergences"]),
    )
    if not _is_of(frame, layers, experiment):
        raise ValueError("this is not a frame of the experiment")
    return with_others(frame, more)


def _are_of(others: Mapping[str, np.ndarray[Any, Any]], step: int, experiment: Experiment) -> bool:
    """Whether the arrays that not every frame has are those, in name and shape, that a run of the experiment has."""
    networks, tested = experiment.seeds, experiment.test_samples > 0
    expected: dict[str, tuple[int, ...]] = {name: (networks,) for name in ("test_loss", "test_accuracy") if tested}
    expected |= {"jacobian": (networks, experiment.width)} if "jacobian" in others and experiment.asked.jacobian else {}
    expected |= {"weights": (size_of(experiment),)} if is_on_plane(experiment) else {}
    expected |= {f"{TRACE}{name}": (step + 1, networks) for name in experiment.asked.traced}
    return {name: array.shape for name, array in others.items()} == expected


def _is_of(frame: Frame, layers: list[np.ndarray[Any, Any]], experiment: Experiment) -> bool:
    """Whether a frame has the shapes and steps that a run of the experiment gives."""
    networks, shown = experiment.seeds, frame.histograms
    steps = [frame.step, *(each.step for each in frame.divergences if each is not None)]
    return (
        all(each.shape == (networks,) for each in (frame.loss, frame.accuracy, frame.input_signal))
        and all(each.shape == (networks, experiment.depth) for each in layers)
        and len(frame.divergences) == networks
        and all(type(step) is int and 0 <= step <= experiment.steps for step in steps)
        and all(type(each.layer) is int for each in frame.divergences if each is not None)
        and all(type(layer) is int and 0 < layer <= experiment.depth for layer in shown.layers)
        and shown.shares.ndim == 2
        and len(shown.shares) == len(shown.layers)
        and shown.sizes.shape == (len(shown.layers), len(SIZE_QUANTILES))
        and all(isinstance(each, int | float) for each in (shown.low, shown.high))
    )

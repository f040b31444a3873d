from typing import Any

import pytest

from sim import BadValue
from sim.fans import LAYOUTS, compute_fans

#: outputs, inputs, kernel: the fans are channels times the kernel's area.
KERNELS: list[tuple[int, int, tuple[int, ...], tuple[int, int]]] = [
    (64, 3, (), (3, 64)),
    (1, 1, (), (1, 1)),
    (64, 3, (5, 5), (75, 1600)),
    (64, 16, (3,), (48, 192)),
    (8, 4, (3, 1, 2), (24, 48)),
]


@pytest.mark.parametrize(("outputs", "inputs", "kernel", "fans"), KERNELS)
def test_the_fans_are_channels_times_the_area_of_the_kernel(
    outputs: int, inputs: int, kernel: tuple[int, ...], fans: tuple[int, int]
) -> None:
    assert compute_fans((outputs, inputs, *kernel)) == fans
    assert compute_fans([*kernel, inputs, outputs], layout="keras") == fans
    assert compute_fans((*kernel, inputs, outputs), layout="jax") == fans


def test_fan_in_counts_the_numbers_that_one_output_of_a_convolution_adds_up() -> None:
    inputs, height, width = 3, 4, 5
    added = {(channel, row, column) for channel in range(inputs) for row in range(height) for column in range(width)}
    assert compute_fans((7, inputs, height, width))[0] == len(added)


@pytest.mark.parametrize(("outputs", "inputs", "kernel", "fans"), KERNELS)
def test_the_fans_are_those_of_pytorch(
    outputs: int, inputs: int, kernel: tuple[int, ...], fans: tuple[int, int]
) -> None:
    torch = pytest.importorskip("torch")
    weight = torch.empty(outputs, inputs, *kernel)
    assert torch.nn.init._calculate_fan_in_and_fan_out(weight) == compute_fans(weight.shape) == fans


@pytest.mark.parametrize("shape", [(), (3,), 3, None, "64", "ab", b"ab", {3: 4, 5: 6}, {3, 4}])
def test_a_shape_of_fewer_than_two_sizes_is_refused(shape: Any) -> None:
    with pytest.raises(BadValue, match="a shape has at least two sizes"):
        compute_fans(shape)


@pytest.mark.parametrize("shape", [(0, 3), (3, -1), (3, 4, 0), (3.0, 4), (True, 4), ("3", 4), (None, 3)])
def test_a_size_that_is_no_whole_number_from_1_up_is_refused(shape: Any) -> None:
    with pytest.raises(ValueError, match="whole numbers from 1 up, not"):
        compute_fans(shape)


@pytest.mark.parametrize("layout", ["Torch", "tensorflow", "", None])
def test_an_unknown_layout_is_refused_with_those_there_are(layout: Any) -> None:
    with pytest.raises(BadValue, match="unknown layout"):
        compute_fans((3, 4), layout)
    assert set(LAYOUTS) == {"torch", "keras", "jax"}

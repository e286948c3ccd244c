"""Sizes, receptive fields and the ledger, against hand-computed values."""

import random

import pytest

from cnnlab.shapes import (
    Conv,
    Flatten,
    Linear,
    Pool,
    ReLU,
    ledger,
    output_size,
    receptive_field,
    same_padding,
)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((28, 5), 24),
        ((32, 5, 1, 2), 32),
        ((7, 3, 1), 5),
        ((7, 3, 2), 3),
        ((7, 3, 3), 2),  # 4 / 3 is floored: one column is never seen
        ((224, 7, 2, 3), 112),
        ((227, 11, 4), 55),
        ((9, 3, 1, 0, 4), 1),
    ],
)
def test_output_size_by_hand(arguments, expected):
    assert output_size(*arguments) == expected


def test_output_size_counts_the_places_where_a_kernel_fits():
    rng = random.Random(0)
    for _ in range(300):
        size, K, S = rng.randint(1, 20), rng.randint(1, 5), rng.randint(1, 4)
        P, D = rng.randint(0, 3), rng.randint(1, 3)
        places = [
            i
            for i in range(0, size + 2 * P, S)
            if i + D * (K - 1) < size + 2 * P
        ]
        if places:
            assert output_size(size, K, S, P, D) == len(places)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 2, "kernel_size": 3}, "does not fit"),
        ({"size": 0, "kernel_size": 3}, r"`size` \(=0\)"),
        ({"size": 5, "kernel_size": 3, "stride": 0}, r"`stride` \(=0\)"),
        ({"size": 5, "kernel_size": 3, "padding": -1}, r"`padding` \(=-1\)"),
    ],
)
def test_output_size_refuses_by_name_and_value(arguments, message):
    with pytest.raises(ValueError, match=message):
        output_size(**arguments)


def test_same_padding_keeps_the_size():
    for K in (1, 3, 5, 7):
        for D in (1, 2, 3):
            P = same_padding(K, D)
            assert output_size(40, K, 1, P, D) == 40
    with pytest.raises(ValueError, match="must be odd"):
        same_padding(4)


def reach(layers, unit, size):
    """Pixels that unit `unit` can see: by walking back, not by formula."""
    units = {unit}
    for K, S, P, D in reversed(layers):
        units = {u * S - P + D * k for u in units for k in range(K)}
    return {u for u in units if -size < u < 2 * size}


@pytest.mark.parametrize("seed", range(40))
def test_receptive_field_is_what_a_walk_back_finds(seed):
    rng = random.Random(seed)
    layers = [
        (
            rng.randint(1, 4),
            rng.randint(1, 3),
            rng.randint(0, 2),
            rng.randint(1, 2),
        )
        for _ in range(rng.randint(1, 4))
    ]
    field = receptive_field(layers)
    for unit in (0, 1, 5):
        seen = reach(layers, unit, 10_000)
        assert field.interval(unit) == (min(seen), max(seen))


def test_receptive_field_of_stacks():
    assert receptive_field([(3,)] * 2).size == 5
    assert receptive_field([(3,)] * 3).size == 7
    # The lecture's 1 + L(K - 1) holds at stride 1 ...
    assert receptive_field([(3,)] * 10).size == 1 + 10 * 2
    # ... and not at stride 2: 1 + 2 (1 + 2 + 4)
    assert receptive_field([(3, 2)] * 3).size == 15


def test_lecture_counts():
    counts = ledger((3, 32, 32), [Conv(10, 5, padding=2)])
    assert counts.params == 760
    assert counts.macs == 768_000
    assert counts.rows[-1].shape == (10, 32, 32)


def test_lenet_as_commonly_written():
    net = ledger(
        (1, 32, 32),
        [
            Conv(6, 5), ReLU(), Pool(2), Conv(16, 5), ReLU(), Pool(2),
            Flatten(), Linear(120), ReLU(), Linear(84), ReLU(), Linear(10),
        ],
    )  # fmt: skip
    assert net.params == 61_706
    assert net.macs == 416_520


def test_grouped_and_rectangular():
    counts = ledger((6, 9, 11), [Conv(4, (3, 5), stride=(2, 1), groups=2)])
    assert counts.rows[-1].shape == (4, 4, 7)
    assert counts.params == 4 * (3 * 15) + 4
    assert counts.macs == 4 * 3 * 15 * 4 * 7


def test_ledger_names_the_layer_that_does_not_fit():
    with pytest.raises(ValueError, match=r"layer 2, Linear.*Flatten"):
        ledger((1, 8, 8), [Conv(2, 3), Linear(5)])
    with pytest.raises(ValueError, match=r"`in_channels` \(=3\)"):
        ledger((3, 8, 8), [Conv(2, 3, groups=2)])


def test_ledger_shows_itself_as_a_table():
    counts = ledger((3, 32, 32), [Conv(10, 5, padding=2)])
    assert "768,000" in str(counts)
    assert counts._repr_html_().count("<tr>") == 4

"""Augmentation: each change by itself, by hand and by measurement."""

import pytest

torch = pytest.importorskip("torch")

from cnnlab.train.augment import Augment, warp  # noqa: E402

AMOUNTS = {
    "rotate": 20, "shift": 2, "rescale": 0.2, "stretch": 0.2, "shear": 20,
    "flip": True, "crop": 2, "cutout": 3,
}  # fmt: skip


def images(count=64, C=3, H=9, W=13, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, C, H, W, generator=generator)


def changed(x, seed=0, **amounts):
    torch.manual_seed(seed)
    return Augment(**amounts)(x)


@pytest.mark.parametrize("name", AMOUNTS)
def test_shape_is_kept_and_each_image_is_changed_in_its_own_way(name):
    x = images(1).expand(64, -1, -1, -1).contiguous()
    y = changed(x, **{name: AMOUNTS[name]})
    assert y.shape == x.shape
    assert len({tuple(image.flatten().tolist()) for image in y}) > 1
    assert torch.isfinite(y).all()


@pytest.mark.parametrize("name", AMOUNTS)
def test_same_seed_same_images(name):
    x, amount = images(), {name: AMOUNTS[name]}
    first, second, other = (changed(x, s, **amount) for s in (0, 0, 1))
    torch.testing.assert_close(first, second, rtol=0, atol=0)
    assert (first - other).abs().max() > 0.1


@pytest.mark.parametrize("name", AMOUNTS)
def test_the_input_is_left_as_it_was(name):
    x = images()
    kept = x.clone()
    changed(x, **{name: AMOUNTS[name]})
    torch.testing.assert_close(x, kept, rtol=0, atol=0)


def matrix(rows):
    return torch.tensor([rows], dtype=torch.float32)


def test_warp_by_whole_pixels_is_a_shift():
    x = images(1)
    y = warp(x, matrix([[1, 0, 2], [0, 1, -1]]))  # look 2 right, 1 up
    # The grid is in float32: rounding of a few 1e-6 times the contrast
    torch.testing.assert_close(
        y[..., 1:, :-2], x[..., :-1, 2:], rtol=0, atol=1e-5
    )


def test_warp_turns_an_oblong_image_without_distortion():
    """A quarter turn: row y, column x comes from row x, column -y."""
    x = images(1, H=9, W=9)
    y = warp(x, matrix([[0, -1, 0], [1, 0, 0]]))
    torch.testing.assert_close(y, x.rot90(1, (2, 3)), rtol=0, atol=1e-5)
    spot = torch.zeros(1, 1, 9, 13)
    spot[..., 4, 8] = 1  # two pixels right of the centre
    turned = warp(spot, matrix([[0, -1, 0], [1, 0, 0]]))
    # `argmax` of the flat map: two pixels above or below the centre
    place = divmod(int(turned.argmax()), 13)
    assert place in [(2, 6), (6, 6)]
    assert turned.max() > 0.99


def test_fill_comes_in_from_outside():
    x = torch.ones(8, 1, 9, 9)
    for name in ("shift", "crop", "cutout"):
        amount = {name: 4 if name != "shift" else 8}
        y = changed(x, fill=-7.0, **amount)
        assert y.min() == pytest.approx(-7)


def test_flip_swaps_half_of_the_images():
    x = images(2000, C=1, H=2, W=3)
    y = changed(x, flip=True)
    same = (y == x).flatten(1).all(1)
    swapped = (y == x.flip(3)).flatten(1).all(1)
    assert (same | swapped).all()
    # 2,000 coins: standard deviation 1.1%
    assert abs(swapped.float().mean() - 0.5) < 0.05


def test_crop_moves_by_whole_pixels_to_all_places():
    x = torch.zeros(500, 1, 5, 7)
    x[..., 2, 3] = 1
    y = changed(x, crop=1)
    places = {divmod(int(image.argmax()), 7) for image in y}
    assert places == {(r, c) for r in (1, 2, 3) for c in (2, 3, 4)}
    torch.testing.assert_close(y.sum((1, 2, 3)), torch.ones(500))


def test_cutout_blanks_one_square_at_most_of_that_side():
    y = changed(torch.ones(300, 1, 9, 9), cutout=3)
    blank = 81 - y.sum((1, 2, 3))
    assert blank.max() == 9
    assert blank.min() == 4  # at a corner only 2 x 2 of it are inside


def test_rescale_changes_the_size_of_a_spot():
    x = torch.zeros(200, 1, 33, 33)
    x[..., 12:21, 12:21] = 1  # 81 pixels
    area = changed(x, rescale=0.5).sum((1, 2, 3))
    # From half to one and a half times as long
    assert 81 * 0.5**2 * 0.8 < area.min() < 81 * 0.7**2
    assert 81 * 1.3**2 < area.max() < 81 * 1.5**2 * 1.1
    stretched = changed(x, stretch=0.5).sum((1, 2, 3))
    assert stretched.max() < 81 * 1.5 * 1.1


def test_shear_keeps_the_area():
    x = torch.zeros(100, 1, 33, 33)
    x[..., 12:21, 12:21] = 1
    area = changed(x, shear=40).sum((1, 2, 3))
    # Bilinear sampling of a hard edge: some per cent
    torch.testing.assert_close(area, torch.full((100,), 81.0), rtol=0.05,
                               atol=0)  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ({"rotate": -5}, r"`rotate` \(=-5\) must be from 0 to 180"),
        ({"rescale": 1.0}, r"`rescale` \(=1.0\) must be from 0 to 0.9"),
        ({"crop": -1}, r"`crop` \(=-1\)"),
    ],
)
def test_bad_amounts_are_refused(amounts, message):
    with pytest.raises(ValueError, match=message):
        Augment(**amounts)


def test_a_single_image_is_refused():
    with pytest.raises(ValueError, match=r"use x\[None\]"):
        Augment(flip=True)(images()[0])

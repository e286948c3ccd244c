"""`Dataset`: what it refuses, and the forms that it gives out."""

import base64
import io
import re

import numpy as np
import pytest
from data_helpers import KEYS, small_arrays, small_dataset
from PIL import Image

from cnnlab.data import Dataset


def images(*shape, dtype=np.uint8):
    return np.zeros(shape, dtype)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"train_images": images(40, 28, 28, dtype=np.float32)}, "float32"),
        ({"test_labels": images(20, dtype=np.int64)}, "int64"),
        ({"train_images": images(40, 784)}, r"\(40, 784\)"),
        ({"train_images": images(40, 28, 28, 4)}, r"\(40, 28, 28, 4\)"),
        ({"train_images": images(0, 28, 28)}, "empty"),
        ({"test_images": images(20, 28, 27)}, r"\(N, 28, 28\)"),
        ({"train_labels": images(39)}, "for 40 images"),
        ({"test_labels": images(20, 1)}, "for 20 images"),
        ({"test_labels": images(20) + np.uint8(10)}, "label 10"),
    ],
)
def test_a_wrong_form_is_refused_by_name(changes, words):
    with pytest.raises(ValueError, match=words) as caught:
        small_dataset(**changes)
    assert next(iter(changes)) in str(caught.value)


def test_an_empty_test_part_is_allowed():
    data = small_dataset(test_images=images(0, 28, 28), test_labels=images(0))
    assert "40 train + 0 test" in repr(data)


@pytest.mark.parametrize("key", KEYS)
def test_arrays_cannot_be_spoiled(key):
    arrays = small_arrays()
    data = small_dataset(**arrays)
    with pytest.raises(ValueError, match="read-only"):
        getattr(data, key)[0] = 1
    with pytest.raises(AttributeError):
        setattr(data, key, arrays[key])
    # The caller's own array stays as writeable as it was.
    assert arrays[key].flags.writeable


def test_sha256_tells_any_change_apart():
    first = small_dataset()
    assert first.sha256 == small_dataset().sha256
    assert re.fullmatch("[0-9a-f]{64}", first.sha256)
    arrays = small_arrays()
    for key in KEYS:
        changed = arrays[key].copy()
        changed.flat[0] = (changed.flat[0] + 1) % 10
        assert small_dataset(**{key: changed}).sha256 != first.sha256
    # Unlike a fingerprint, it tells an order from another.
    swapped = arrays["train_images"][::-1].copy()
    assert small_dataset(train_images=swapped).sha256 != first.sha256


@pytest.mark.torch
@pytest.mark.parametrize(
    ("shape", "expected"),
    [((28, 20), (20, 1, 28, 20)), ((32, 30, 3), (20, 3, 32, 30))],
)
def test_tensors(shape, expected, recwarn):
    torch = pytest.importorskip("torch")
    data = small_dataset(shape)
    x, y = data.tensors("test")
    assert tuple(x.shape) == expected
    assert x.dtype == torch.float32
    assert y.dtype == torch.int64
    assert x.is_contiguous()
    if len(shape) == 2:
        pixels = data.test_images[:, None]
    else:
        pixels = data.test_images.transpose(0, 3, 1, 2)
    # One float32 division; half a unit in the last place near 1.
    np.testing.assert_allclose(x.numpy(), pixels / 255, rtol=0, atol=6e-8)
    assert y.tolist() == data.test_labels.tolist()
    x.zero_()
    assert data.test_images.max() > 0, "the tensor shares the array's memory"
    assert not [w for w in recwarn if "writable" in str(w.message)]


def test_tensors_refuses_an_unknown_part():
    with pytest.raises(ValueError, match="`split`.*'val'"):
        small_dataset().tensors("val")


def test_tensors_without_torch_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(RuntimeError, match=r"cnnlab\[torch\]"):
        small_dataset().tensors("train")


@pytest.mark.parametrize("validation", [10, 0.25])
def test_split_is_stratified_and_parts_do_not_meet(validation):
    data = small_dataset()
    train, held_out = data.split(validation, seed=3)
    assert len(held_out) == 10
    both = np.concatenate([train, held_out])
    assert sorted(both.tolist()) == list(range(40))
    assert np.bincount(data.train_labels[held_out]).tolist() == [1] * 10


def test_split_follows_the_seed():
    data = small_dataset()
    again, other = data.split(10, seed=3)[1], data.split(10, seed=4)[1]
    assert data.split(10, seed=3)[1].tolist() == again.tolist()
    assert again.tolist() != other.tolist()


def test_split_rounds_shares_of_uneven_classes():
    labels = np.repeat(np.arange(3, dtype=np.uint8), (7, 11, 22))
    data = small_dataset(train_labels=labels)
    # Shares of 9: 1.575, 2.475, 4.95; the two largest remainders round up.
    counts = np.bincount(labels[data.split(9)[1]]).tolist()
    assert counts == [2, 2, 5]


@pytest.mark.parametrize("validation", [0, 40, -1, 0.0, 1.0, 0.001])
def test_split_refuses_an_empty_part(validation):
    with pytest.raises(ValueError, match="`validation`"):
        small_dataset().split(validation)


def test_split_of_a_seed_is_the_same_for_good():
    # Recorded runs name a seed: a change here makes them wrong.
    held_out = small_dataset().split(10, seed=0)[1].tolist()
    assert held_out == [1, 5, 7, 13, 14, 16, 20, 28, 29, 32]


def test_repr_is_one_short_line():
    text = repr(small_dataset((32, 32, 3)))
    assert "\n" not in text
    assert len(text) < 100
    for word in ("small", "40", "20", "(32, 32, 3)", "10 classes"):
        assert word in text


def pictures(html: str) -> list[Image.Image]:
    found = re.findall(r"data:image/png;base64,([^\"]+)", html)
    return [Image.open(io.BytesIO(base64.b64decode(x))) for x in found]


@pytest.mark.parametrize("shape", [(28, 28), (32, 24, 3)])
def test_html_shows_the_images_of_each_class(shape):
    data = small_dataset(shape)
    html = data._repr_html_()
    strips = pictures(html)
    assert len(strips) == 10
    assert html.count('alt="4 training images of class ') == 10
    H, W = shape[:2]
    sheet = np.asarray(strips[7])
    assert sheet.shape == (H, 4 * (W + 2) - 2, 4)
    # Row 7, third image: number 27, since labels go 0 to 9 in turn.
    shown = sheet[:, 2 * (W + 2) : 2 * (W + 2) + W, :3]
    expected = data.train_images[27]
    if len(shape) == 2:
        expected = np.stack([expected] * 3, axis=-1)
    assert np.array_equal(shown, expected)
    assert (sheet[:, W : W + 2, 3] == 0).all(), "the gap is not transparent"


def test_html_escapes_names_and_counts_hidden_classes():
    classes = ('a"><script>', *(f"class {n}" for n in range(11)))
    html = small_dataset(classes=classes)._repr_html_()
    assert "<script>" not in html
    assert "2 more classes" in html
    assert "class 8" in html
    assert "class 9" not in html


def test_html_fits_the_text_column_whatever_the_shape():
    wide = small_dataset((20, 90, 3), train_labels=images(40))
    (strip,) = pictures(wide._repr_html_())
    assert strip.width * 40 / strip.height <= 600
    assert isinstance(wide, Dataset)

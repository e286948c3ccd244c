"""`photo`: real photos by name, as arrays and as pictures."""

import base64
import io
import sys

import numpy as np
import pytest
from PIL import Image

from cnnlab import data


@pytest.mark.parametrize("name", data.photos())
def test_each_photo_is_a_uint8_picture(name):
    pytest.importorskip("skimage")
    found = data.photo(name)
    array = np.asarray(found)
    assert array.dtype == np.uint8
    assert array.ndim == 2 or array.shape[2] == 3
    assert min(array.shape[:2]) >= 300
    assert array.std() > 10, "a flat picture"
    assert found.name == name
    assert found.source.endswith("from scikit-image")
    assert ("grey" in found.shows) == (array.ndim == 2)


def small(shape=(5, 7, 3)):
    rng = np.random.default_rng(0)
    array = rng.integers(0, 256, shape, dtype=np.uint8)
    return data.Photo("noise", array, "coloured dots", "a test")


def test_numpy_takes_a_photo_as_it_is():
    noise = small()
    assert np.asarray(noise) is noise.array
    assert np.asarray(noise, np.float32).dtype == np.float32
    copy = np.array(noise)
    copy[0] = 0
    assert noise.array[0].any()
    assert np.mean(noise) == pytest.approx(noise.array.mean())
    with pytest.raises(ValueError, match="read-only"):
        noise.array[0] = 1
    with pytest.raises(ValueError, match="copy"):
        noise.__array__(np.float64, copy=False)


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3)])
def test_a_notebook_shows_the_picture(shape):
    noise = small(shape)
    html = noise._repr_html_()
    text = html.split("data:image/png;base64,")[1].split('"')[0]
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))
    assert np.array_equal(shown, noise.array)
    assert 'alt="coloured dots"' in html
    assert "a test" in html
    assert "\n" not in repr(noise)


def test_a_large_photo_is_shown_small():
    html = small((900, 1800))._repr_html_()
    text = html.split("data:image/png;base64,")[1].split('"')[0]
    image = Image.open(io.BytesIO(base64.b64decode(text)))
    assert image.size == (384, 192)


def test_an_unknown_photo_lists_the_names():
    with pytest.raises(ValueError, match="'lena'.*chelsea"):
        data.photo("lena")


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage", None)
    monkeypatch.setitem(sys.modules, "skimage.data", None)
    with pytest.raises(data.DataError, match=r'pip install "cnnlab\[data\]"'):
        data.photo("chelsea")


def test_a_broken_package_file_is_told(monkeypatch):
    skimage_data = pytest.importorskip("skimage.data")

    def broken():
        raise OSError("truncated")

    monkeypatch.setattr(skimage_data, "coffee", broken, raising=False)
    with pytest.raises(data.DataError, match="coffee.*truncated"):
        data.photo("coffee")

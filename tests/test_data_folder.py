"""`image_folder`: one's own images as a data set."""

import os

import numpy as np
import pytest
from PIL import Image

from cnnlab import data

RED, GREEN = (255, 0, 0), (0, 255, 0)


def save(path, colour=RED, size=(40, 30), mode="RGB", **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    if mode != "RGB":
        colour = 128
    Image.new(mode, size, colour).save(path, **options)


@pytest.fixture
def tree(tmp_path):
    """train: 2 ants, 1 bee; val: 1 bee."""
    root = tmp_path / "insects"
    save(root / "train" / "bees" / "b.png", GREEN)
    save(root / "train" / "ants" / "2.PNG")
    save(root / "train" / "ants" / "1.jpg")
    save(root / "val" / "bees" / "c.png", GREEN)
    return root


def test_a_tree_with_parts(tree):
    found = data.image_folder(tree, size=(24, 32))
    assert found.classes == ("ants", "bees")
    assert found.kind == "folder"
    assert found.name == "insects"
    assert found.source == "3 + 1 images of 2 classes from the folder insects"
    assert found.train_images.shape == (3, 24, 32, 3)
    assert found.train_labels.tolist() == [0, 0, 1]
    assert found.test_labels.tolist() == [1]
    assert found.train_images[2, 12, 16].tolist() == list(GREEN)
    assert "ants" in found._repr_html_()


def test_a_test_part_goes_before_val(tree):
    save(tree / "test" / "ants" / "d.png")
    assert data.image_folder(tree).test_labels.tolist() == [0]


def test_a_tree_without_parts_has_an_empty_test_part(tree):
    found = data.image_folder(str(tree / "train"), size=8)
    assert found.train_images.shape == (3, 8, 8, 3)
    assert found.test_images.shape == (0, 8, 8, 3)
    assert found.test_labels.dtype == np.uint8


def test_a_class_may_be_called_train(tmp_path):
    save(tmp_path / "train" / "1.png")
    save(tmp_path / "bus" / "1.png")
    assert data.image_folder(tmp_path).classes == ("bus", "train")


def test_other_files_are_left_alone(tree):
    (tree / "train" / "ants" / "Thumbs.db").write_bytes(b"")
    (tree / "train" / "ants" / "._1.jpg").write_bytes(b"")
    (tree / "train" / ".cache").mkdir()
    (tree / "train" / "notes.txt").write_text("")
    assert len(data.image_folder(tree).train_labels) == 3


def test_the_middle_is_kept(tmp_path):
    # Left third red, the rest green: a square crop of a 30 x 90 image
    # keeps columns 30 to 60, all green.
    wide = np.zeros((30, 90, 3), np.uint8)
    wide[:, :30], wide[:, 30:] = RED, GREEN
    (tmp_path / "a").mkdir()
    Image.fromarray(wide).save(tmp_path / "a" / "1.png")
    found = data.image_folder(tmp_path, size=30).train_images[0]
    assert (found == np.array(GREEN)).all()


def test_a_photo_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    half = np.zeros((32, 32, 3), np.uint8)
    half[:16] = 255  # bright above; turned upright: bright to the right
    (tmp_path / "a").mkdir()
    Image.fromarray(half).save(tmp_path / "a" / "1.jpg", exif=exif, quality=95)
    found = data.image_folder(tmp_path, size=32).train_images[0]
    assert found[:, 24].mean() > 250
    assert found[:, 8].mean() < 5


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "CMYK"])
def test_every_kind_of_picture_becomes_colour(tmp_path, mode, capsys, recwarn):
    name = "1.tif" if mode == "CMYK" else "1.png"
    if mode in ("RGBA", "LA", "CMYK"):
        (tmp_path / "a").mkdir()
        Image.new("RGB", (9, 9), RED).convert(mode).save(tmp_path / "a" / name)
    else:
        save(tmp_path / "a" / name, mode=mode)
    found = data.image_folder(tmp_path, size=8)
    assert found.train_images.shape == (1, 8, 8, 3)
    assert capsys.readouterr().err == ""
    assert not list(recwarn)


@pytest.mark.parametrize("mode", ["I;16", "F"])
def test_deep_pixels_are_refused_not_clipped(tmp_path, mode):
    save(tmp_path / "a" / "1.tif", mode=mode)
    with pytest.raises(data.DataError, match=r"1\.tif.*8 bits"):
        data.image_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("1.jpg", lambda raw: raw[: len(raw) // 2]),
        ("2.PNG", lambda raw: raw[: len(raw) // 2]),
        ("1.jpg", lambda raw: b""),
        ("1.jpg", lambda raw: b"<html>not found</html>"),
        # A PNG has a checksum; a JPEG with a changed byte still decodes.
        ("2.PNG", lambda raw: raw[:60] + b"\0\0\0\0" + raw[64:]),
        # The name of a later chunk: Pillow calls that a SyntaxError.
        ("2.PNG", lambda raw: raw[:99] + raw[99:].replace(b"IDAT", b"\0DAT")),
    ],
)
def test_a_broken_image_is_named(tree, name, change):
    file = tree / "train" / "ants" / name
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8)
    Image.fromarray(noise).save(file)
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(data.DataError) as caught:
        data.image_folder(tree)
    assert str(file) in str(caught.value)
    assert "Remove it" in str(caught.value)


def test_a_huge_image_is_named_not_decoded(tree, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(data.DataError, match=r"1\.jpg"):
        data.image_folder(tree)


def test_a_large_photo_is_read_without_a_warning(tree, monkeypatch, recwarn):
    # Pillow warns beyond its limit, and refuses beyond twice of it.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert len(data.image_folder(tree).train_labels) == 3  # 1,200 pixels
    assert not list(recwarn)


def test_a_wrong_tree_is_told(tree, tmp_path):
    with pytest.raises(data.DataError, match="no such folder"):
        data.image_folder(tmp_path / "absent")
    (tmp_path / "empty").mkdir()
    with pytest.raises(data.DataError, match="0 class folders"):
        data.image_folder(tmp_path / "empty")
    (tree / "train" / "wasps").mkdir()
    with pytest.raises(data.DataError, match="wasps: no images"):
        data.image_folder(tree)
    os.rmdir(tree / "train" / "wasps")
    save(tree / "val" / "flies" / "1.png")
    with pytest.raises(data.DataError, match="flies.*classes are ants, bees"):
        data.image_folder(tree)


@pytest.mark.parametrize("size", [0, (8, -1)])
def test_a_size_without_pixels_is_refused(tree, size):
    with pytest.raises(ValueError, match="`size`"):
        data.image_folder(tree, size=size)

"""`verify`: known, unknown but well-formed, damaged, missing."""

import dataclasses

import numpy as np
import pytest
from data_helpers import flip_a_byte, small_arrays, store

from cnnlab import data
from cnnlab.data import _catalogue

pytest_plugins = ["data_fixtures"]


def shuffled(arrays):
    """The same labelled images, each part in another order."""
    rng = np.random.default_rng(1)
    out = {}
    for part in ("train", "test"):
        order = rng.permutation(len(arrays[f"{part}_labels"]))
        for what in ("images", "labels"):
            out[f"{part}_{what}"] = arrays[f"{part}_{what}"][order]
    return out


def test_the_fingerprint_forgets_the_order_and_nothing_else():
    arrays = small_arrays()
    first = data.fingerprint(arrays)
    assert data.fingerprint(shuffled(arrays)) == first
    for key in arrays:
        changed = arrays[key].copy()
        changed.flat[0] = (changed.flat[0] + 1) % 10
        assert data.fingerprint({**arrays, key: changed}) != first
    # The same bytes as images of another form.
    long = {
        k: v.reshape(len(v), 14, 56)
        for k, v in arrays.items()
        if k.endswith("images")
    }
    assert data.fingerprint({**arrays, **long}) != first
    # Two images that trade labels, and two that trade parts.
    labels = arrays["train_labels"].copy()
    labels[[0, 1]] = labels[[1, 0]]
    assert data.fingerprint({**arrays, "train_labels": labels}) != first
    train, test = arrays["train_images"].copy(), arrays["test_images"].copy()
    train[0], test[0] = test[0].copy(), train[0].copy()
    traded = {**arrays, "train_images": train, "test_images": test}
    assert data.fingerprint(traded) != first


def test_missing_unknown_known_damaged(cache, monkeypatch):
    assert data.verify("mnist").status == "missing"
    arrays = store(cache / "mnist.npz")
    assert data.verify("mnist").status == "unknown but well-formed"
    spec = dataclasses.replace(
        _catalogue.MNIST, digests=("0" * 64, data.fingerprint(arrays))
    )
    monkeypatch.setitem(_catalogue.CATALOGUE, "mnist", spec)
    report = data.verify("mnist")
    assert (report.status, report.path) == ("known", cache / "mnist.npz")
    store(cache / "mnist.npz", **shuffled(arrays))
    assert data.verify("mnist").status == "known"
    flip_a_byte(cache / "mnist.npz", "test_images")
    report = data.verify("mnist")
    assert report.status == "damaged"
    assert "cnnlab data fetch mnist" in report.detail


def test_an_unknown_name_is_refused(cache):
    with pytest.raises(ValueError, match="'minst'.*mnist"):
        data.verify("minst")

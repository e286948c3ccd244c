"""``pytest_plugins = ["data_fixtures"]`` gives a test file `cache`."""

from pathlib import Path

import pytest

from cnnlab.data import _embedded, _load


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """An empty $CNNLAB_DATA; no network, no system package."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("CNNLAB_DATA", str(folder))
    for name in ("CNNLAB_DOWNLOAD", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(_load, "_said", set())
    monkeypatch.setattr(_embedded, "FASHION_FOLDER", tmp_path / "absent")
    return folder

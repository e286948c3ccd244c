"""``pytest_plugins = ["gradebook_fixtures"]`` gives a course to grade."""

import shutil

import pytest
from gradebook_course import make_course

from cnnlab.grading.gradebook import GradebookWriter


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A course whose gradebook has the assignment and no student."""
    root = make_course(tmp_path_factory.mktemp("course"))
    with GradebookWriter(root) as writer:
        writer.prepare("hw")
    return root


@pytest.fixture
def root(fresh, tmp_path):
    return shutil.copytree(fresh, tmp_path / "course")


@pytest.fixture
def writer(root):
    with GradebookWriter(root) as made:
        yield made

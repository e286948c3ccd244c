# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise NUMBER: THEME
#
# WHAT IS TO BE LEARNED, IN THREE SENTENCES.
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cell below it. A failing test shows the call, what came
# back, what was expected, and one hint. The tests draw new random numbers
# each time and print the seed. To get the same numbers again, run
# `%env CNNLAB_CHECK_SEED=123` with that seed in a cell of its own.
# For a grade, the same demands are tested on more data.

# %% nbgrader={"grade": false, "grade_id": "THEME-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import numpy as np
from cnnlab import check

# %% [markdown]
# ## 1. FIRST FUNCTION
#
# DEFINITION, A SUM BY HAND, A QUESTION. Here: the mean of each channel of
# images `(N, C, H, W)`. By hand: one image with the channels `[[1, 2]]` and
# `[[3, 5]]` gives `[[1.5, 4.0]]`.


# %% nbgrader={"grade": false, "grade_id": "THEME-answer-mean", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def channel_mean(x):
    """Compute the mean of each channel.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)

    Returns
    -------
    float array of shape (N, C)
    """
    ### BEGIN SOLUTION
    return x.mean(axis=(2, 3))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "THEME-mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("THEME-mean")
t.signature(channel_mean, "x")
x = np.array([[[[1.0, 2.0]], [[3.0, 5.0]]]])
wrong = {"it adds up and does not divide": np.array([[3.0, 8.0]])}
t.call(channel_mean, x).equals(np.array([[1.5, 4.0]]), wrong=wrong)
x = t.rng.normal(size=(2, 3, 4, 5))
expected = np.array([[c.sum() / c.size for c in image] for image in x])
wrong = {"it adds up and does not divide": expected * 20}
t.call(channel_mean, x).equals(expected, terms=20, wrong=wrong)
### BEGIN HIDDEN TESTS
x = t.rng.normal(size=(3, 2, 7, 3))
expected = np.array([[c.sum() / c.size for c in image] for image in x])
t.call(channel_mean, x).equals(expected, terms=21)
### END HIDDEN TESTS
t.passed()

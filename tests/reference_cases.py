"""Every reference layer beside the same one of torch.

Tests and `tools/reference_table.py` go over all of them.
"""

import numpy as np
import torch
import torch.nn.functional as F
from reference_case import Case, normal, window, with_bias, with_ties

from cnnlab.reference import (
    activation,
    bands,
    conv,
    conv1d,
    im2col,
    linear,
    loss,
    pool,
    resize,
    transposed,
)

# N, C_in, C_out differ; H != W, KH != KW; stride 3; padding 0 and 2
GEOMETRIES = {
    "": {},
    " s3 p2": {"stride": 3, "padding": 2},
    " s(2,3) p(0,2) d(2,1)": {
        "stride": (2, 3), "padding": (0, 2), "dilation": (2, 1),
    },
}  # fmt: skip


def convolutions() -> list[Case]:
    forms = {
        "conv2d loops": (conv.conv2d_loops, conv.conv2d_backward_loops),
        "conv2d": (conv.conv2d, conv.conv2d_backward),
        "conv2d im2col": (im2col.conv2d_im2col, im2col.conv2d_im2col_backward),
        "conv2d bands": (bands.conv2d_bands, bands.conv2d_bands_backward),
    }
    cases = []
    for name, (forward, backward) in forms.items():
        for label, geometry in GEOMETRIES.items():
            for groups in (1, 2):
                x = normal(2, 4, 9, 7)
                w = normal(6, 4 // groups, 3, 2)
                options = geometry | {"groups": groups}
                cases.append(
                    with_bias(
                        f"{name}{label} g{groups}", (x, w, normal(6)),
                        forward, backward, F.conv2d, options,
                    )
                )  # fmt: skip
    signal = (normal(3, 2, 11), normal(4, 2, 3), normal(4))
    options = {"stride": 3, "padding": 2, "dilation": 2}
    for name, forward in (
        ("conv1d loops", conv1d.conv1d_loops),
        ("conv1d", conv1d.conv1d),
    ):
        for label, choice in {"": {}, " s3 p2 d2": options}.items():
            cases.append(
                with_bias(
                    name + label, signal, forward, conv1d.conv1d_backward,
                    F.conv1d, choice,
                )
            )  # fmt: skip
    return cases


def transposed_ones() -> list[Case]:
    images = (normal(2, 3, 4, 5), normal(3, 4, 3, 2), normal(4))
    signal = (normal(2, 3, 5), normal(3, 4, 3), normal(4))
    choices = {
        "": {},
        " s3 p1 op2": {"stride": 3, "padding": 1, "output_padding": 2},
        " s2 d2": {"stride": 2, "dilation": 2},
        " s(2,3) op(1,2)": {"stride": (2, 3), "output_padding": (1, 2)},
        # The output has room for a window more than `x` has values.
        " s1 p2 op1 d2": {"padding": 2, "output_padding": 1, "dilation": 2},
    }
    one = (transposed.conv_transpose1d, transposed.conv_transpose1d_backward)
    back = transposed.conv_transpose2d_backward
    loops = transposed.conv_transpose2d_loops
    cases = []
    for label, options in choices.items():
        for name, forms, inputs, twin in (
            ("conv_transpose2d loops", (loops, back), images, "2d"),
            (
                "conv_transpose2d",
                (transposed.conv_transpose2d, back),
                images,
                "2d",
            ),
            ("conv_transpose1d", one, signal, "1d"),
        ):
            if twin == "1d" and isinstance(options.get("stride"), tuple):
                continue
            torch_form = getattr(F, f"conv_transpose{twin}")
            cases.append(
                with_bias(name + label, inputs, *forms, torch_form, options)
            )
    return cases


def poolings() -> list[Case]:
    cases = []
    geometries = {
        " k(2,3)": {"kernel_size": (2, 3)},
        " k3 s2": {"kernel_size": 3, "stride": 2},
        " k3 s2 p1 ceil": {
            "kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True,
        },
        " k(3,2) s3 ceil": {
            "kernel_size": (3, 2), "stride": 3, "ceil_mode": True,
        },
    }  # fmt: skip
    dilated = {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2}
    uncounted = geometries[" k3 s2 p1 ceil"] | {"count_include_pad": False}
    back = pool.max_pool2d_backward
    mean_back = pool.avg_pool2d_backward
    for label, options in (geometries | {" k3 s2 p1 d2": dilated}).items():
        for kind, x in {
            "": normal(2, 3, 8, 11),
            ", ties": with_ties(2, 3, 8, 11),
        }.items():
            for form in (pool.max_pool2d_loops, pool.max_pool2d):
                name = form.__name__.replace("_loops", " loops")
                cases.append(
                    window(name + label + kind, x, form, back,
                           F.max_pool2d, options)
                )  # fmt: skip
    for label, options in (geometries | {" uncounted": uncounted}).items():
        for form in (pool.avg_pool2d_loops, pool.avg_pool2d):
            name = form.__name__.replace("_loops", " loops")
            cases.append(
                window(name + label, normal(2, 3, 8, 11), form, mean_back,
                       F.avg_pool2d, options, linear_in=(0,))
            )  # fmt: skip
    return [
        *cases,
        window(
            "l2_pool2d k(2,3) s2", normal(2, 3, 8, 11), pool.l2_pool2d,
            pool.l2_pool2d_backward,
            lambda x, **o: F.lp_pool2d(x, 2, **o),
            {"kernel_size": (2, 3), "stride": 2},
        ),
        Case(
            "global_avg_pool2d", (normal(2, 3, 4, 5),),
            pool.global_avg_pool2d, pool.global_avg_pool2d_backward,
            lambda x: x.mean(dim=(2, 3)), linear_in=(0,),
        ),
        Case(
            "max_over_time", (normal(3, 4, 7),), conv1d.max_over_time,
            conv1d.max_over_time_backward, lambda x: x.amax(dim=2),
        ),
    ]  # fmt: skip


def others() -> list[Case]:
    tokens, labels = np.array([[1, 4, 1], [0, 2, 2]]), np.array([2, 0, 3])
    cases = [
        Case(
            "linear", (normal(3, 5), normal(4, 5), normal(4)),
            linear.linear,
            lambda dy, x, w, b: linear.linear_backward(dy, x, w),
            F.linear, slopes=3, linear_in=(0, 1),
        ),
        Case(
            "embedding", (normal(5, 3),),
            lambda w: linear.embedding(tokens, w),
            lambda dy, w: linear.embedding_backward(dy, tokens, w),
            lambda w: F.embedding(torch.from_numpy(tokens), w),
            linear_in=(0,),
        ),
        Case(
            "cross_entropy", (3 * normal(3, 4),),
            lambda x: np.array(loss.cross_entropy(x, labels)),
            lambda dy, x: dy * loss.cross_entropy_backward(x, labels),
            lambda x: F.cross_entropy(x, torch.from_numpy(labels)),
        ),
    ]  # fmt: skip
    for name in ("relu", "sigmoid", "tanh", "softmax"):
        last = {"dim": -1} if name == "softmax" else {}
        twin = getattr(torch, name)
        cases.append(
            Case(
                name, (3 * normal(3, 4, 5),), getattr(activation, name),
                getattr(activation, f"{name}_backward"),
                lambda x, f=twin, last=last: f(x, **last),
            )
        )  # fmt: skip
    for name in ("nearest", "bilinear"):
        for size in ((9, 4), (2, 7)):
            cases.append(
                Case(
                    f"resize_{name} to {size}", (normal(2, 3, 4, 5),),
                    lambda x, name=name, size=size: getattr(
                        resize, f"resize_{name}"
                    )(x, size),
                    getattr(resize, f"resize_{name}_backward"),
                    lambda x, name=name, size=size: F.interpolate(
                        x, size, mode=name
                    ),
                    linear_in=(0,),
                )
            )  # fmt: skip
    return cases


CASES = [*convolutions(), *transposed_ones(), *poolings(), *others()]

"""Real photos, bundled with scikit-image, that are free to show."""

from dataclasses import dataclass

import numpy as np

from ._errors import DataError, needs
from ._picture import figure, png_uri

SHOWN_SIDE = 384  # pixels of the longer side in a notebook

# Name in skimage.data: (what it shows, who made it free to use).
PHOTOS = {
    "astronaut": (
        "an astronaut in an orange suit before a flag and a shuttle model",
        "NASA, public domain",
    ),
    "brick": ("a wall of bricks, grey", "CC0Textures, CC0"),
    "camera": ("a man at a camera on a tripod, grey", "Lav Varshney, CC0"),
    "chelsea": ("the face of a tabby cat", "Stefan van der Walt, CC0"),
    "coffee": (
        "a cup of coffee and a spoon on a wooden table",
        "Rachel Michetti, CC0",
    ),
    "coins": (
        "rows of Greek coins on a dark ground, grey",
        "Brooklyn Museum, no known copyright restrictions",
    ),
    "grass": ("blades of grass, grey", "CC0 texture"),
    "gravel": ("small stones, grey", "CC0Textures, CC0"),
    "hubble_deep_field": (
        "hundreds of galaxies on a black sky",
        "NASA, public domain",
    ),
    "retina": (
        "the back of an eye, an orange disc with blood vessels",
        "Mikael Häggström, CC0",
    ),
    "rocket": (
        "a rocket lifting off between lightning towers",
        "SpaceX, public domain",
    ),
}


@dataclass(frozen=True, eq=False, repr=False)
class Photo:
    """A photo as a read-only uint8 array, (H, W, 3) or (H, W).

    NumPy functions take it as it is; a notebook shows the picture.
    `shows` says in words what a reader should see, `source` where the
    photo came from and who made it free to use.
    """

    name: str
    array: np.ndarray
    shows: str
    source: str

    def __post_init__(self) -> None:
        array = self.array.view()
        array.flags.writeable = False
        object.__setattr__(self, "array", array)

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        if dtype is not None and np.dtype(dtype) != self.array.dtype:
            if copy is False:
                raise ValueError(f"a change to {dtype} needs a copy")
            return self.array.astype(dtype)
        return self.array.copy() if copy else self.array

    def __repr__(self) -> str:
        return f"Photo({self.name!r}, {self.array.shape}, {self.source})"

    def _repr_html_(self) -> str:
        size = " x ".join(map(str, self.array.shape))
        image = (
            f'<img src="{png_uri(self.array, SHOWN_SIDE)}" '
            f'alt="{self.shows}" style="max-width:100%">'
        )
        return figure(f"{self.name}, {size}: {self.source}", image)


def photos() -> tuple[str, ...]:
    """The names that `photo` takes."""
    return tuple(PHOTOS)


def photo(name: str) -> Photo:
    """A photo by name, without the network.

    Raises
    ------
    ValueError
        If no photo has this name; the message lists them.
    DataError
        If scikit-image is missing or its file cannot be read.
    """
    if name not in PHOTOS:
        raise ValueError(f"`name` (={name!r}) must be one of {photos()}")
    try:
        import skimage.data
    except ImportError as error:
        raise needs("scikit-image", "data", f"The photo {name}") from error
    try:
        array = np.asarray(getattr(skimage.data, name)(), np.uint8)
    except (OSError, ImportError, ValueError, AttributeError) as error:
        raise DataError(
            f"scikit-image cannot read its photo {name} ({error}). "
            "Run `pip install --force-reinstall scikit-image`."
        ) from error
    shows, rights = PHOTOS[name]
    return Photo(name, array, shows, f"{rights}, from scikit-image")

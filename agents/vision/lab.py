"""CIE L*a*b*: distances between colours that match what people see (CIE 015:2018, D65)."""

import numpy as np
from numpy.typing import NDArray

_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], dtype=np.float32
)
_WHITE = _TO_XYZ.sum(axis=1)


def to_lab(srgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(..., 3) sRGB bytes to (..., 3): lightness 0..100, green to red and blue to yellow about -110..110."""
    encoded = srgb.astype(np.float32) / 255
    linear = np.where(encoded > 0.04045, ((encoded + 0.055) / 1.055) ** 2.4, encoded / 12.92)
    relative = linear @ _TO_XYZ.T / _WHITE
    response = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = response[..., 0], response[..., 1], response[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)

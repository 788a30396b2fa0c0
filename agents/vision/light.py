"""Whether two pictures of the same shapes have the same colours, in whatever light one of them is seen.

A copy may be darker, paler or grey: a change of all colours alike. A design in another colour is not
explained by one. So the change is found that leaves the least difference, and the smaller, the better.
"""

import numpy as np
from numpy.typing import NDArray

STIFFNESS = 0.01
"""What a change of light counts beside the difference that it leaves, both as squares."""

_LUMA = np.array([0.299, 0.587, 0.114])


def same_colours(seen: NDArray[np.uint8], stored: NDArray[np.uint8]) -> float:
    """How well a change of light makes the `stored` colours those that are `seen`, 0..1; (n, 3) sRGB each.

    The change is gain * colour + grey * brightness + offset, by ridge regression towards none (Hoerl and
    Kennard, Technometrics 1970): that dims, pales, brightens and greys, and turns no hue into another one.
    """
    if not len(stored):
        return 1.0
    wanted, known = seen / 255.0, stored / 255.0
    brightness = np.repeat(known @ _LUMA, 3)
    terms = np.column_stack([known.ravel(), brightness, np.ones_like(brightness)])
    difference = wanted.ravel() - known.ravel()
    change = _ridge(terms, difference)
    if change[0] < -1.0:
        # A negative gain makes every hue its opposite, which no light does: then no colour is left at all.
        change = np.array([-1.0, *_ridge(terms[:, 1:], wanted.ravel())])
    left = np.square(difference - terms @ change).mean()
    return float(max(0.0, 1.0 - np.sqrt(left + STIFFNESS * np.square(change).sum())))


def _ridge(terms: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    stiff = STIFFNESS * len(wanted) * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(terms.T @ terms + stiff, terms.T @ wanted), np.float64)

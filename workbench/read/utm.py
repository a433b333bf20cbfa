"""Degrees ↔ metres of the transverse Mercator zones 32 and 33 (ETRS89/UTM, ellipsoid GRS 80), for arrays of points."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_F = 1 / 298.257222101  # flattening of GRS 80; that of WGS 84 differs by a tenth of a millimetre
_E = (_F * (2 - _F)) ** 0.5
_N = _F / (2 - _F)
_RADIUS = 0.9996 * 6_378_137 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)  # of the rectifying sphere, scaled
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49_561 * _N**4 / 161_280,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4_397 * _N**4 / 161_280,
)


def project(degrees: "Points", zone: int = 32) -> "Points":
    """Metres of a zone.

    Parameters
    ----------
    degrees
        Shape (n, 2): longitude and latitude in degrees, ETRS89 or WGS 84 (in Germany less than a metre apart).
    zone
        32 (EPSG:25832) or 33 (EPSG:25833).

    Returns
    -------
    numpy.ndarray
        Shape (n, 2): east and north in metres.

    Notes
    -----
    Krüger's series to the fourth order, exact to less than a thousandth of a millimetre within Germany. Karney, C. F. F.
    (2011): Transverse Mercator with an accuracy of a few nanometers. Journal of Geodesy 85(8), 475-485, equations 7-11, 35.
    """
    import numpy as np

    longitude, latitude = np.radians(degrees[:, 0] - _middle(zone)), np.radians(degrees[:, 1])
    sine = np.sin(latitude)
    tangent = np.sinh(np.arctanh(sine) - _E * np.arctanh(_E * sine))  # of the conformal latitude
    sphere = np.arctan2(tangent, np.cos(longitude)) + 1j * np.arcsinh(np.sin(longitude) / np.hypot(tangent, np.cos(longitude)))
    plane = sphere + sum(a * np.sin(2 * j * sphere) for j, a in enumerate(_ALPHA, 1))
    return np.column_stack([500_000 + _RADIUS * plane.imag, _RADIUS * plane.real])


def unproject(metres: "Points", zone: int) -> "Points":
    """Degrees of points in metres; the inverse of `project`, equations 12-15 and 36 there."""
    import numpy as np

    plane = (metres[:, 1] + 1j * (metres[:, 0] - 500_000)) / _RADIUS
    sphere = plane - sum(b * np.sin(2 * j * plane) for j, b in enumerate(_BETA, 1))
    conformal = np.arcsinh(np.sin(sphere.real) / np.hypot(np.sinh(sphere.imag), np.cos(sphere.real)))
    isometric = conformal
    for _ in range(8):  # each step gains two decimals
        isometric = conformal + _E * np.arctanh(_E * np.tanh(isometric))
    longitude = np.arctan2(np.sinh(sphere.imag), np.cos(sphere.real))
    return np.column_stack([_middle(zone) + np.degrees(longitude), np.degrees(np.arctan(np.sinh(isometric)))])


def _middle(zone: int) -> int:
    """Degree of the middle of a zone."""
    return 6 * zone - 183

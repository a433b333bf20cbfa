"""Confidence intervals."""

from statistics import NormalDist
from typing import Any

import pandas as pd


def wilson(part: "pd.Series[Any]", whole: "pd.Series[Any]", *, level: float = 0.95) -> pd.DataFrame:
    """Score interval of proportions.

    Parameters
    ----------
    part
        Number with the property.
    whole
        Number of all.
    level
        Confidence.

    Returns
    -------
    pandas.DataFrame
        ``low`` and ``high``: bounds between 0 and 1; missing where the whole is 0.

    Notes
    -----
    Wilson 1927, method 3 in Newcombe 1998 (Statistics in Medicine 17:857–872):
    (2np + z² ± z·√(z² + 4np(1 − p))) / (2(n + z²)).

    Examples
    --------
    >>> wilson(pd.Series([81]), pd.Series([263])).round(4).to_numpy().tolist()
    [[0.2553, 0.3662]]

    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    n = whole.astype("float64").where(whole > 0)
    p = part.astype("float64") / n
    middle, half = 2 * n * p + z**2, z * (z**2 + 4 * n * p * (1 - p)) ** 0.5
    width = 2 * (n + z**2)
    return pd.DataFrame({"low": ((middle - half) / width).clip(lower=0), "high": ((middle + half) / width).clip(upper=1)})

"""Areas and residents by single year of age and sex; the shape of the age curve is that of Germany, tilted per area."""

import datetime as dt
import functools
from pathlib import Path

import numpy as np

from generator.base import stream, write_csv
from generator.geometry import centres
from generator.places import Spec

SOURCES = {"raeume": "Gebietsgliederung, synthetisch", "bevoelkerung": "Melderegister, synthetisch|2024-12-31"}  # tables written here, and where their data come from

DATE = dt.date(2024, 12, 31)
AGES = np.arange(100)
# thousands of residents of that age in Germany, rounded (Fortschreibung 2022); 99 stands for 99 and older
CURVE = np.interp(AGES, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 58, 62, 66, 70, 76, 81, 85, 90, 95, 98, 99],
                  [740, 800, 765, 755, 840, 930, 1090, 1090, 1060, 960, 1060, 1330, 1380, 1220, 1040, 900, 640, 750, 490, 200, 55, 14, 18])
FEMALE = np.interp(AGES, [0, 20, 40, 60, 70, 80, 90, 99], [0.486, 0.485, 0.495, 0.503, 0.525, 0.56, 0.66, 0.78])


def smooth(spec: Spec, name: str) -> np.ndarray:
    """Random field over the areas in which neighbours resemble each other; mean 0, standard deviation 1."""
    points = centres(spec)
    reach = np.sqrt(spec.km2 * 1e6 / np.pi) * 0.8
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    cover = np.exp(-((distance / reach) ** 2)) + 0.35 * np.eye(len(points))
    field = np.linalg.cholesky(cover) @ stream(spec.key, name).normal(size=len(points))
    return (field - field.mean()) / field.std()


@functools.cache
def burden(spec: Spec) -> np.ndarray:
    """Latent social burden per area, from which all indicators are drawn."""
    return smooth(spec, "belastung")


@functools.cache
def ages(spec: Spec) -> np.ndarray:
    """Residents as areas × ages × (weiblich, männlich)."""
    rng = stream(spec.key, "bevoelkerung")
    young = 0.5 * burden(spec) + 0.8 * smooth(spec, "jugend")
    result = np.zeros((len(spec.areas), 100, 2), int)
    for n, total in enumerate(spec.totals):
        tilt = 0.13 * young[n] * np.interp(AGES, [0, 12, 20, 35, 55, 75, 99], [1, 0.9, 0.6, 0.8, -0.4, -1.2, -1.5])
        bump = 2.2 * np.exp(-(((AGES - 23.5) / 3.5) ** 2)) if n in spec.student else 0.0
        weight = CURVE * np.exp(tilt) * (1 + bump)
        share = np.column_stack([weight * FEMALE, weight * (1 - FEMALE)]).ravel()
        result[n] = rng.multinomial(int(total), share / share.sum()).reshape(100, 2)
    return result


def write(spec: Spec, folder: Path) -> None:
    """raeume.csv and bevoelkerung.csv."""
    write_csv(folder / "raeume.csv", ("Raum", "Name"), [a[:2] for a in spec.areas], spec.style)
    heads = ages(spec)
    rows = [
        (DATE, key, str(age), sex, int(heads[n, age, s]))
        for n, key in enumerate(spec.keys)
        for age in AGES
        for s, sex in enumerate(("weiblich", "männlich"))
    ]
    write_csv(folder / "bevoelkerung.csv", ("Stichtag", "Raum", "Alter", "Geschlecht", "Einwohner"), rows, spec.style)

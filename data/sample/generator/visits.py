"""A year of visits, drawn person by person; tallies, person records, count weeks and estimates are views of the same visits."""

import datetime as dt
import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.base import stream, write_csv, write_xlsx
from generator.facilities import GROUP, HOUSES, OPEN, PROJECT, SCHEDULES, House
from generator.geometry import centres
from generator.places import Spec
from generator.population import ages as residents
from workbench.schemas.terms import AGE_GROUPS, ELSEWHERE, SEXES

SOURCES = {  # tables written here, and where their data come from
    "besuche": "Strichlisten der Einrichtungen 2025, synthetisch",
    "stunden": "Zählwochen im März und September 2025, synthetisch",
    "personenbesuche": "Pseudonyme Besuchslisten 2025, synthetisch",
    "stammschaetzung": "Schätzung der Fachkräfte 2025, synthetisch",
}

YEAR = 2025
NO_VISITS = {"stolberg"}  # so that a report is left out with its reason
NO_PERSONS, NO_HOURS, NO_REGULARS = {"ibbenbueren", "oldenburg", "stolberg"}, {"ibbenbueren", "oldenburg", "stolberg"}, {"oldenburg", "stolberg"}
RECORDED = {"dorsten": ("nordlicht", "mädchen"), "leer": ("fehn", "insel"), "dortmund": ("siedlung",), "rottweil": ("sulz", "oberndorf")}
COUNT_WEEKS = (dt.date(YEAR, 3, 10), dt.date(YEAR, 9, 22))
AGE_SHARE = (0.01, 0.17, 0.36, 0.3, 0.13, 0.02, 0.01)
SEX_SHARE = (0.415, 0.56, 0.012, 0.013)
AGE_TILT = {"kinder": (3, 2.2, 1.1, 0.4, 0.2, 1, 1), "älter": (0.1, 0.2, 0.5, 1.6, 2.6, 1.5, 1)}
DAY_FACTOR = (0.9, 1.0, 1.1, 1.0, 1.2, 0.85, 0.5)
EVERYWHERE = ((1, 1), (4, 18), (4, 21), (5, 1), (5, 29), (6, 9), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31))
REGIONAL = {"NW": ((6, 19), (11, 1)), "NI": ((10, 31),), "BW": ((1, 6), (6, 19), (11, 1))}
SUMMER = {"NW": dt.date(YEAR, 7, 21), "NI": dt.date(YEAR, 7, 7), "BW": dt.date(YEAR, 8, 11)}  # first of three closed weeks


class Person(NamedTuple):
    """A visitor: pseudonym, position of age group and sex, residence, chance to come on an opening day."""

    name: str
    age: int
    sex: int
    home: str
    chance: float


def closed(land: str, day: dt.date) -> bool:
    """Public holidays, three weeks of summer, the days around Christmas."""
    summer = dt.timedelta(0) <= day - SUMMER[land] < dt.timedelta(21)
    christmas = day >= dt.date(YEAR, 12, 22) or day <= dt.date(YEAR, 1, 4)
    return summer or christmas or (day.month, day.day) in {*EVERYWHERE, *REGIONAL[land]}


def opening_days(spec: Spec, house: House) -> list[dt.date]:
    """Days on which the house was open; projects take place on a dozen summer days."""
    year = [dt.date(YEAR, 1, 1) + dt.timedelta(n) for n in range(365)]
    if house.offer == PROJECT:
        return [d for d in year if d.weekday() == 5 and 5 <= d.month <= 9 and not closed(spec.land, d)][:12]
    return [d for d in year if d.weekday() in SCHEDULES[house.schedule] and not closed(spec.land, d)]


def people(spec: Spec, house: House) -> list[Person]:
    """Visitors of a house: a fifth are regulars who make most of the visits."""
    rng = stream(spec.key, house.key, "personen")
    size = house.visits * (2 if house.offer == GROUP else 7)
    ages = np.array(AGE_SHARE) * AGE_TILT.get(house.tilt, 1)
    sexes = np.array([0.97, 0, 0.02, 0.01]) if house.tilt == "mädchen" else np.array(SEX_SHARE)
    points, heads = centres(spec), residents(spec)[:, 6:27].sum(axis=(1, 2))
    near = np.exp(-np.linalg.norm(points - points[house.area], axis=1) / np.sqrt(spec.km2 * 1e6 / len(points)) * 1.6) * heads
    homes, odds = [*spec.keys, ELSEWHERE], np.append(near, 0.06 * near.sum())
    regular = rng.random(size) < (0.7 if house.offer == GROUP else 0.2)
    chance = np.where(regular, rng.beta(4, 5, size), rng.beta(1.1, 14, size))
    chance *= house.visits / chance.sum()
    drawn = zip(rng.choice(len(AGE_GROUPS), size, p=ages / ages.sum()), rng.choice(4, size, p=sexes), rng.choice(len(homes), size, p=odds / odds.sum()), chance, strict=True)
    return [Person(f"{house.key[0].upper()}{n:04d}", int(a), int(s), homes[h], float(c)) for n, (a, s, h, c) in enumerate(drawn, 1)]


def crowd(day: dt.date, rng: np.random.Generator) -> float:
    """How full a day is: weekday, season, weather."""
    season = 1 - 0.18 * np.exp(-(((day.timetuple().tm_yday - 205) / 35) ** 2)) + 0.08 * np.cos(2 * np.pi * day.timetuple().tm_yday / 365)
    return float(DAY_FACTOR[day.weekday()] * season * rng.lognormal(0, 0.15))


@functools.cache
def visits(spec: Spec, house: House) -> dict[dt.date, list[Person]]:
    """Who came on which opening day."""
    rng, pool = stream(spec.key, house.key, "besuche"), people(spec, house)
    chance = np.array([p.chance for p in pool])
    result = {}
    for day in opening_days(spec, house):
        here = rng.random(len(pool)) < np.minimum(0.95, chance * crowd(day, rng))
        result[day] = [p for p, came in zip(pool, here, strict=True) if came]
    return result


def tallies(spec: Spec, house: House) -> list[tuple[str, dt.date, str, str, int]]:
    """Tally list: one row per day, age group and sex that occurred; an open day without visits keeps one row with 0."""
    rows = []
    for day, came in visits(spec, house).items():
        cells = sorted({(p.age, p.sex) for p in came})
        rows += [(house.key, day, AGE_GROUPS[a], SEXES[s], sum((p.age, p.sex) == (a, s) for p in came)) for a, s in cells]
        if not came:
            rows.append((house.key, day, AGE_GROUPS[2], SEXES[0], 0))
    return rows


def hours(spec: Spec, house: House) -> list[tuple[str, dt.date, int, int]]:
    """People present at each full hour of the count weeks: fullest after the middle of the opening time."""
    rng, rows = stream(spec.key, house.key, "stunden"), []
    for day, came in visits(spec, house).items():
        if not any(dt.timedelta(0) <= day - week < dt.timedelta(7) for week in COUNT_WEEKS):
            continue
        start, end = SCHEDULES[house.schedule][day.weekday()]
        for hour in range(start, end):
            place = (hour - start + 0.5) / (end - start)
            rows.append((house.key, day, hour, int(rng.binomial(len(came), 0.62 * np.sin(np.pi * place**0.85)))))
    return rows


def estimates(spec: Spec, house: House) -> list[tuple[str, str, str, int]]:
    """Regulars as the staff estimate them: near the truth, larger numbers rounded to fives."""
    rng = stream(spec.key, house.key, "stamm")
    regulars = [p for p in people(spec, house) if p.chance >= 0.2]
    rows = []
    for age, sex in sorted({(p.age, p.sex) for p in regulars}):
        true = sum((p.age, p.sex) == (age, sex) for p in regulars)
        guess = max(1, round(true * rng.lognormal(0, 0.15)))
        rows.append((house.key, AGE_GROUPS[age], SEXES[sex], guess if guess < 8 else 5 * round(guess / 5)))
    return rows


def write(spec: Spec, folder: Path) -> None:
    """besuche, personenbesuche, stunden and stammschaetzung, each where the place has it."""
    houses = HOUSES[spec.key]
    if spec.key in NO_VISITS:
        return
    write_csv(folder / "besuche.csv", ("Einrichtung", "Datum", "Altersgruppe", "Geschlecht", "Besuche"), [r for h in houses for r in tallies(spec, h)], spec.style)
    if spec.key not in NO_REGULARS:
        rows = [r for h in houses if h.offer == OPEN for r in estimates(spec, h)]
        write_csv(folder / "stammschaetzung.csv", ("Einrichtung", "Altersgruppe", "Geschlecht", "Stammbesuchende"), rows, spec.style)
    if spec.key not in NO_PERSONS:
        _write_persons(spec, folder)
    if spec.key not in NO_HOURS:
        _write_hours(spec, folder)


def _write_persons(spec: Spec, folder: Path) -> None:
    """personenbesuche of the houses that keep person records."""
    houses = [h for h in HOUSES[spec.key] if h.key in RECORDED[spec.key]]
    rows = [(h.key, day, p.name, AGE_GROUPS[p.age], SEXES[p.sex], p.home) for h in houses for day, came in visits(spec, h).items() for p in came]
    write_csv(folder / "personenbesuche.csv", ("Einrichtung", "Datum", "Person", "Altersgruppe", "Geschlecht", "Wohnraum"), rows, spec.style)


def _write_hours(spec: Spec, folder: Path) -> None:
    """stunden of the count weeks; some offices keep them in Excel, one with dates that lost their format."""
    columns = ("Einrichtung", "Datum", "Stunde", "Anwesende")
    rows = [r for h in HOUSES[spec.key] if h.offer == OPEN for r in hours(spec, h)]
    if spec.key in {"dorsten", "rottweil"}:
        write_xlsx(folder / "stunden.xlsx", columns, rows, serial=spec.key == "rottweil")
    else:
        write_csv(folder / "stunden.csv", columns, rows, spec.style)

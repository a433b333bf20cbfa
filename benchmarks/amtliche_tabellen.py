"""Attack official tables: Gemeinde × age × sex of every Kreis of the clients, with the suppression of your choice.

    python benchmarks/amtliche_tabellen.py ../shared/real

Reads genesis/12411-02-03-5_00.csv (Regionaldatenbank Deutschland, population on 31.12.2015; not part of the project).
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.disclosure.audit import breaches
from workbench.disclosure.door import release
from workbench.disclosure.published import Published
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

Mask = npt.NDArray[np.bool_]
KREISE = {
    "05562": "Recklinghausen", "05566": "Steinfurt", "05913": "Dortmund", "03403": "Oldenburg (Oldb)", "05334": "Städteregion Aachen",
    "03457": "Leer", "08325": "Rottweil",
}  # fmt: skip
KEYS = ["Gemeinde", "Geschlecht", "Altersgruppe"]
FILE = Path("genesis", "12411-02-03-5_00.csv")


def lines(file: Path) -> list[list[str]]:
    """Cells of the file, which comes in either of two encodings."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return [[cell.strip() for cell in line.split(";")] for line in text.splitlines()]


def population(rows: list[list[str]]) -> pd.DataFrame:
    """One row per area, sex and age group; »-« is zero. Areas without a single person (dissolved ones) are left out."""
    sexes = next(i for i, row in enumerate(rows) if row[:3] == ["", "", TOTAL])
    ages = next(i for i in range(sexes + 1, len(rows)) if TOTAL in rows[i] and "unter" in rows[i][2])
    found = []
    for row in rows[ages + 1 :]:
        if row[0].isdigit() and any(cell.isdigit() and int(cell) for cell in row[2:]):
            found += [(row[0], row[1], s, a, 0 if n == "-" else int(n)) for s, a, n in zip(rows[sexes][2:], rows[ages][2:], row[2:], strict=True)]
    return pd.DataFrame(found, columns=["Schlüssel", "Name", "Geschlecht", "Altersgruppe", "Einwohner"])


def kreis(everyone: pd.DataFrame, key: str) -> pd.DataFrame:
    """Gemeinden of a Kreis and the Kreis itself as »Insgesamt«; a Samtgemeinde repeats its members and is left out."""
    keys = everyone["Schlüssel"]
    here = everyone[keys.str.startswith(key)]
    unions = {k for k in set(here["Schlüssel"]) if len(k) > 5 and any(o != k and o.startswith(k) for o in set(here["Schlüssel"]))}
    here = here[~here["Schlüssel"].isin(unions)]
    return here.assign(Gemeinde=here["Name"].where(here["Schlüssel"] != key, TOTAL))[[*KEYS, "Einwohner"]].reset_index(drop=True)


def small(frame: pd.DataFrame) -> Mask:
    """Cells of one or two persons, which nobody may learn."""
    return frame["Einwohner"].between(1, 2).to_numpy()


def protected(frame: pd.DataFrame) -> Mask:
    """What the door hides."""
    released = release(frame, table="Bevölkerung", rule=Rule(), count="Einwohner", by=KEYS)
    return released.hidden["Einwohner"].to_numpy(dtype=bool)


def published(frame: pd.DataFrame, hidden: Mask) -> Published:
    """Table as it would be printed."""
    goals = {int(row): (1.0, 3.0) for row in np.flatnonzero(small(frame))}
    values = tuple(None if h else n for h, n in zip(hidden.tolist(), frame["Einwohner"].tolist(), strict=True))
    codes = tuple(frame[KEYS].itertuples(index=False, name=None))
    return Published("", "", "Bevölkerung", "Einwohner", tuple(KEYS), codes, values, additive=tuple(KEYS), goals=goals)


def attack(frame: pd.DataFrame, hide: Callable[[pd.DataFrame], Mask]) -> dict[str, float]:
    """What comes of an attack on a Kreis after its suppression."""
    begin = time.perf_counter()
    hidden, middle = hide(frame), time.perf_counter()
    found = breaches([published(frame, hidden)])
    struck = {place for b in found for place in frame["Gemeinde"].unique() if f"Gemeinde: {place}, " in f"{b.cell}, "}
    exact = sum(b.interval is not None and b.interval[0] == b.interval[1] and not b.insider for b in found)
    return {
        "Zellen": len(frame), "klein": small(frame).sum(), "gesperrt": hidden.sum(), "exakt": exact, "zu eng": len(found) - exact,
        "Gemeinden": frame.loc[small(frame) & (frame["Gemeinde"] != TOTAL), "Gemeinde"].nunique(), "betroffen": len(struck),
        "sperren s": round(middle - begin, 2), "angreifen s": round(time.perf_counter() - middle, 2),
    }  # fmt: skip


def report(everyone: pd.DataFrame, kreise: dict[str, str], hide: Callable[[pd.DataFrame], Mask]) -> None:
    """Attack each Kreis, and print what comes of it: »Gemeinden« are those with small cells."""
    found = pd.DataFrame({name: attack(kreis(everyone, key), hide) for key, name in kreise.items()}).T
    found.loc["zusammen"] = found.sum()
    if len(kreise) > len(KREISE):
        found = found.tail(1)
    print(found.astype(dict.fromkeys(found.columns[:-2], int)).to_string(float_format="%.2f"))


def main() -> None:
    """Read the options and attack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/real"), help="folder with genesis/12411-02-03-5_00.csv")
    parser.add_argument("--all", action="store_true", help="every Kreis of the country, in one sum")
    options = parser.parse_args()
    file = options.folder / FILE
    if not file.is_file():
        print(f"Übersprungen: {file} gibt es nicht. Die Tabelle 12411-02-03-5 steht in der Regionaldatenbank Deutschland.")
        return
    everyone = population(lines(file))
    keys = sorted({k for k in everyone["Schlüssel"] if len(k) == 5}) if options.all else []
    for said, hide in (("Nur kleine Zellen gesperrt:", small), ("Freigabe der Werkbank:", protected)):
        print(said)
        report(everyone, {k: k for k in keys} or KREISE, hide)


if __name__ == "__main__":
    main()

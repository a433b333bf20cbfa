"""A table of published shares, long or wide and with German decimals, becomes the classes of a recipe (handbook, page 10)."""

import io

import numpy as np
import pandas as pd

from workbench import recipe
from workbench.topics.sozialindex import composite

MSS = recipe.load("mss-2021")
KEYS = [*(f"{n:08d}" for n in range(1100101, 1100101 + 541)), "10100205"]


def areas() -> pd.DataFrame:
    """As many areas as Berlin has, with made values: 542, of which five are too small and one is the outlier that the recipe names."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"Raum": KEYS, "Gebiet": [f"Gebiet {n}" for n in range(541)] + ["Gewerbegebiet Bitterfelder Straße"], "Einwohner": rng.integers(300, 20_000, 542)})
    frame.loc[[3, 70, 200, 300, 400], "Einwohner"] = [0, 12, 150, 200, 299]
    return frame.assign(**{k: rng.gamma(3, 2, 542).round(2) for k in ("S1", "S3", "S4")}, **{k: rng.normal(0, 1, 542).round(2) for k in ("D1", "D3", "D4")})


def written(frame: pd.DataFrame) -> io.StringIO:
    """File as a German office writes it."""
    return io.StringIO(frame.to_csv(sep=";", decimal=",", index=False))


def read(file: io.StringIO) -> pd.DataFrame:
    """Table as the handbook reads it."""
    return pd.read_csv(file, sep=";", decimal=",", dtype={"Raum": str})  # noqa: TID251 (a consultant's own line)


def test_a_wide_table_of_542_areas_gives_536_classes_of_status_and_dynamics():
    found = composite(read(written(areas())), MSS)
    assert found[["Klasse", "Dynamik"]].notna().sum().tolist() == [536, 536]
    assert found.loc[found["Klasse"].isna(), "Grund"].tolist() == ["unter 300 Menschen"] * 5 + ["Ausreißer"]
    assert found["Raum"].tolist() == KEYS


def test_a_long_table_gives_the_same():
    long = areas().melt(["Raum", "Gebiet"], var_name="Indikator", value_name="Wert")
    wide = read(written(long)).pivot(index=["Raum", "Gebiet"], columns="Indikator", values="Wert").reset_index()  # noqa: PD010 (nothing to aggregate)
    one, other = (composite(t, MSS).set_index("Raum")[["Klasse", "Dynamik", "Rang"]] for t in (wide, areas()))
    pd.testing.assert_frame_equal(one.loc[other.index], other, check_names=False)


def test_keys_that_were_read_as_numbers_name_the_outlier_too():
    found = composite(areas().astype({"Raum": int}).drop(columns="Gebiet").rename(columns={"Raum": "RAUMID"}), MSS)
    assert found["Klasse"].notna().sum() == 536

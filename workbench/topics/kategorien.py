"""What the interviews speak about: categories by persons, roles and areas, and which of them meet in one passage.

Persons are counted before passages. Where a conversation was coded twice, the coding of the person counts who coded
the most conversations, so that nothing is counted twice.
"""

from collections.abc import Sequence

import pandas as pd

from workbench.schemas.terms import TOTAL

PATH = " > "
INDENT = "\u2003"
PERSONS, PASSAGES = "Personen", "Textstellen"
SHARE = "Anteil der Befragten in %"
DENSITY = "Textstellen je Person"
ASKED = "Befragte"
OTHERS = "weitere Befragte"
KEYS = ["Code", "Kategorie", "Name", "Ebene", "Definition"]  # of the tree of categories


def interviewed(faelle: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Interviewed persons per role or area.

    Parameters
    ----------
    faelle
        Interviewed persons.
    by
        Column to count by.

    Returns
    -------
    pandas.DataFrame
        Column ``by``, Befragte (persons), Anteil der Befragten in %; the largest first, then »Insgesamt«.
    """
    counts = faelle.groupby(by, sort=False)["Fall"].nunique().sort_values(ascending=False, kind="stable")
    if len(counts):
        counts[TOTAL] = faelle["Fall"].nunique()
    frame = counts.rename(ASKED).rename_axis(by).reset_index()
    return frame.assign(**{SHARE: frame[ASKED] / max(faelle["Fall"].nunique(), 1) * 100})


def grouped(faelle: pd.DataFrame, *, by: str, minimum: int, rest: str = OTHERS) -> pd.DataFrame:
    """Cases whose small groups are put together, so that each group has enough persons.

    Parameters
    ----------
    faelle
        Interviewed persons.
    by
        Column with the groups.
    minimum
        Smallest group.
    rest
        Name of the groups put together. While they are too few themselves, the next larger group joins them.

    Returns
    -------
    pandas.DataFrame
        As ``faelle``, with new names in column ``by``.
    """
    sizes = faelle.groupby(by)["Fall"].nunique().sort_values(kind="stable")
    before = sizes.cumsum().shift(fill_value=0)
    small = set(sizes.index[(sizes < minimum) | ((before > 0) & (before < minimum))])
    return faelle.assign(**{by: faelle[by].where(~faelle[by].isin(small), rest)})


def with_names(faelle: pd.DataFrame, raeume: pd.DataFrame) -> pd.DataFrame:
    """Cases with the names of areas in place of their keys."""
    return faelle.assign(Raum=faelle["Raum"].map(raeume.set_index("Raum")["Name"]).fillna(faelle["Raum"]))


def leading(segmente: pd.DataFrame) -> pd.DataFrame:
    """Codings of one person per case: of the one who coded the most cases."""
    coders = segmente.assign(Person=segmente["Person"].fillna(""))
    rank = coders.groupby("Person")["Fall"].nunique().sort_values(ascending=False, kind="stable")
    order = coders["Person"].map({person: i for i, person in enumerate(rank.index)})
    return segmente[order == order.groupby(coders["Fall"]).transform("min")]


def tree(codes: pd.DataFrame, segmente: pd.DataFrame, faelle: pd.DataFrame) -> pd.DataFrame:
    """Codebook with the persons and passages of each code.

    Parameters
    ----------
    codes
        Codebook.
    segmente
        Coded passages.
    faelle
        Interviewed persons.

    Returns
    -------
    pandas.DataFrame
        Code (path), Kategorie (name, indented by level), Name (shortest unique name), Ebene, Definition, Personen,
        Anteil der Befragten in %, Textstellen; in the order of the codebook. A main category holds what its subcategories hold.
    """
    found = _with_ancestors(leading(segmente)).groupby("Code").agg(**{PERSONS: ("Fall", "nunique"), PASSAGES: ("Fall", "size")})
    frame = codes[["Code", "Ebene", "Definition"]].merge(found, left_on="Code", right_index=True, how="left").fillna({PERSONS: 0, PASSAGES: 0})
    frame = frame.astype({PERSONS: "int64", PASSAGES: "int64"})
    last = frame["Code"].str.rpartition(PATH)[2] if len(frame) else frame["Code"]
    indent = [INDENT * (level - 1) for level in frame["Ebene"]]
    share = frame[PERSONS] / max(faelle["Fall"].nunique(), 1) * 100
    frame = frame.assign(Kategorie=pd.Series(indent, index=frame.index, dtype="str") + last, Name=last.where(~last.duplicated(keep=False), frame["Code"]), **{SHARE: share})
    return frame[[*KEYS, PERSONS, SHARE, PASSAGES]]


def by_group(codes: pd.DataFrame, segmente: pd.DataFrame, faelle: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Main categories per group of persons.

    Parameters
    ----------
    codes
        Codebook.
    segmente
        Coded passages.
    faelle
        Interviewed persons, their groups large enough.
    by
        Column with the groups.

    Returns
    -------
    pandas.DataFrame
        Kategorie, column ``by``, Befragte (persons of the group), Personen (of them those who speak of it), Textstellen,
        Textstellen je Person (per person of the group). Without rows where there is only one group.
    """
    groups = interviewed(faelle, by=by).set_index(by)[ASKED].drop(TOTAL, errors="ignore")
    grid = pd.DataFrame([(k, g) for k in _main(codes) for g in groups.index if len(groups) > 1], columns=["Kategorie", by], dtype="str")
    found = _of_level_one(segmente).merge(faelle[["Fall", by]], on="Fall")
    counts = found.groupby(["Code", by]).agg(**{PERSONS: ("Fall", "nunique"), PASSAGES: ("Fall", "size")}).rename_axis(["Kategorie", by]).reset_index()
    frame = grid.merge(counts, on=["Kategorie", by], how="left").fillna({PERSONS: 0, PASSAGES: 0}).astype({PERSONS: "int64", PASSAGES: "int64"})
    asked = frame[by].map(groups).astype("int64")
    return frame.assign(**{ASKED: asked, DENSITY: frame[PASSAGES] / asked})[["Kategorie", by, ASKED, PERSONS, PASSAGES, DENSITY]]


def areas(codes: pd.DataFrame, segmente: pd.DataFrame, faelle: pd.DataFrame) -> pd.DataFrame:
    """In how many areas a category is spoken of.

    Parameters
    ----------
    codes
        Codebook.
    segmente
        Coded passages.
    faelle
        Interviewed persons with their area.

    Returns
    -------
    pandas.DataFrame
        Code (path), Name, Ebene, Personen, Gebiete mit Nennung (areas), Gebiete mit Gesprächen (areas).
    """
    frame = tree(codes, segmente, faelle)[["Code", "Name", "Ebene", PERSONS]]
    found = _with_ancestors(leading(segmente)).merge(faelle[["Fall", "Raum"]], on="Fall").groupby("Code")["Raum"].nunique()
    named = frame["Code"].map(found).fillna(0).astype("int64")
    return frame.assign(**{"Gebiete mit Nennung": named}).assign(**{"Gebiete mit Gesprächen": faelle["Raum"].nunique()})


def together(codes: pd.DataFrame, segmente: pd.DataFrame) -> pd.DataFrame:
    """Main categories that meet: passages of both overlap in one conversation.

    Parameters
    ----------
    codes
        Codebook.
    segmente
        Coded passages.

    Returns
    -------
    pandas.DataFrame
        Kategorie, zugleich mit, Paar, Personen, Textstellen (overlapping pairs); every pair in both directions, missing
        on the diagonal. Without rows where no two categories meet.
    """
    names = _main(codes)
    found = _of_level_one(segmente)
    pairs = found.merge(found, on="Fall", suffixes=("", " 2"))
    pairs = pairs[(pairs["Code"] != pairs["Code 2"]) & (pairs["Anfang"] < pairs["Ende 2"]) & (pairs["Anfang 2"] < pairs["Ende"])]
    counts = pairs.groupby(["Code", "Code 2"]).agg(**{PERSONS: ("Fall", "nunique"), PASSAGES: ("Fall", "size")})
    cells = [(a, b, " – ".join(sorted((a, b), key=names.index))) for a in names for b in names if len(counts)]
    frame = pd.DataFrame(cells, columns=["Kategorie", "zugleich mit", "Paar"], dtype="str")
    frame = frame.merge(counts.rename_axis(["Kategorie", "zugleich mit"]).reset_index(), on=["Kategorie", "zugleich mit"], how="left")
    apart = frame["Kategorie"] != frame["zugleich mit"]
    return frame.assign(**{c: frame[c].fillna(0).where(apart).astype("Int64") for c in (PERSONS, PASSAGES)})


def passages(codes: pd.DataFrame, segmente: pd.DataFrame) -> pd.DataFrame:
    """Passages under their main category, for the text release.

    Returns
    -------
    pandas.DataFrame
        Code (main category), Fall, Text, Freigabe, Anfang, Ende; in the order of the codebook.
    """
    found = _of_level_one(segmente).rename(columns={"Text": "Wortlaut"})
    return _ordered(codes, found, "Wortlaut", "Anfang", "Ende")


def summaries(codes: pd.DataFrame, zusammenfassungen: pd.DataFrame) -> pd.DataFrame:
    """Summaries of cases under main categories, for the text release: Code, Fall, Text, Freigabe."""
    return _ordered(codes, zusammenfassungen, "Zusammenfassung")


def _ordered(codes: pd.DataFrame, texts: pd.DataFrame, column: str, *more: str) -> pd.DataFrame:
    """Texts in the order of the codebook, with the columns of the text release."""
    order = texts["Code"].map({name: i for i, name in enumerate(_main(codes))})
    return texts.loc[order.sort_values(kind="stable").index].rename(columns={column: "Text"})[["Code", "Fall", "Text", "Freigabe", *more]]


def _main(codes: pd.DataFrame) -> Sequence[str]:
    """Main categories in the order of the codebook."""
    return list(codes.loc[codes["Ebene"] == 1, "Code"])


def _of_level_one(segmente: pd.DataFrame) -> pd.DataFrame:
    """Passages under their main category; one with two of its subcategories counts once."""
    found = leading(segmente)
    codes = pd.Series([c.split(PATH)[0] for c in found["Code"]], index=found.index, dtype="str")
    return found.assign(Code=codes).drop_duplicates(["Fall", "Code", "Anfang", "Ende"])


def _with_ancestors(segmente: pd.DataFrame) -> pd.DataFrame:
    """Every passage under its code and all codes above it."""
    above = [[PATH.join(parts[: i + 1]) for i in range(len(parts))] for parts in (c.split(PATH) for c in segmente["Code"])]
    frame = segmente.assign(Code=pd.Series(above, index=segmente.index, dtype="object")).explode("Code").astype({"Code": "str"})
    return frame.drop_duplicates(["Fall", "Code", "Anfang", "Ende"])

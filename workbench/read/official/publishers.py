"""Who published a table, under which licence, on which census: what title and foot of the file say, and nothing else."""

import re
from collections.abc import Callable, Sequence

from workbench.read.official.facts import BY_2, Origin

GENESIS = "Statistische Ämter des Bundes und der Länder"
NRW = "Information und Technik Nordrhein-Westfalen (IT.NRW)"
NORD = "Statistisches Amt für Hamburg und Schleswig-Holstein"
BA = "Statistik der Bundesagentur für Arbeit"
REGIONAL = f"Zensus 2022: Regionaltabelle, {GENESIS}, dl-de/by-2-0"  # what its sheets for machines are, which say nothing of themselves
REMARKS = "Anmerkungen der Quelle"
CENSUS = 9  # the cell-key method changes each number on its own: sums of Zensus 2022 miss published totals by up to this (measured on age tables)
_PUBLISHERS = (  # first that fits: tables of the Regionaldatenbank quote the Bundesagentur, too
    (r"Information und Technik Nordrhein|IT\.NRW|Landesdatenbank NRW|landesdatenbank\.nrw", NRW, "Landesdatenbank NRW"),
    (r"GENESIS-Tabelle|Regionaldatenbank|Statistische Ämter des Bundes|Statistisches Bundesamt|\(Destatis\)", GENESIS, "GENESIS"),
    (r"Statistikamt Nord|Statistisches Amt für Hamburg|Hamburger Stadtteil-?profile", NORD, "Statistikamt Nord"),
    (r"Bundesagentur für Arbeit", BA, "Bundesagentur für Arbeit"),
)
_LICENCES = (
    (r"dl-de/by-2-0|Datenlizenz\s+Deutschland\W{0,6}Namensnennung\W{0,6}Version\s+2", BY_2),
    (r"dl-de/zero-2-0|Datenlizenz\s+Deutschland\W{0,6}Zero\W{0,6}Version\s+2", "Datenlizenz Deutschland – Zero – Version 2.0 (www.govdata.de/dl-de/zero-2-0)"),
    (r"CC[ -]BY[ -]4\.0|creativecommons\.org/licenses/by/4\.0", "CC BY 4.0 (creativecommons.org/licenses/by/4.0)"),
)
_CODE = re.compile(r"(?:GENESIS-)?Tabelle(?:ncode)?:?\s*(?P<code>\d{4,5}[A-Z]?-[\w-]+)")
_CENSUS = re.compile(r"(?:ab (?:dem )?Berichtsjahr|Berichtsjahr ab|ab|seit)\s+(?P<from>\d{4})[^0-9]{0,60}Zensus(?:es)?\s+(?P<census>\d{4})", re.IGNORECASE)
_BASIS = re.compile(r"(?:Basis|Grundlage)[\s:]*(?:des |der |vom )?Zensus(?:es)?\s+(?P<census>\d{4})", re.IGNORECASE)
_RUN = re.compile(r"Stand:?\s*(?P<day>\d{1,2}\.\d{1,2}\.\d{4})")
_TERRITORY = re.compile(r"Gebietsstand:?\s*(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})")
_DULL = re.compile(r"^(?:-.*-|regionale Tiefe.*|Stichtag:?.*|Stand:?.*|\(C\).*|©.*|Zurück.*|Impressum|(?:GENESIS-)?Tabelle:? .+|Statistik|Zensus \d{4}|(?:Statistik der )?Bundesagentur für Arbeit.*|Statisti(?:kamt Nord|sches Amt für Hamburg|sche Ämter).*|Information und Technik.*)$", re.IGNORECASE)


def origin(titles: Sequence[str], foot: str, *, name: str, about: Sequence[str] = ()) -> Origin:
    """Origin of a table.

    Parameters
    ----------
    titles
        Lines above the header.
    foot
        Text below the figures.
    name
        Name of file or sheet, where the table has no title.
    about
        Text of covers and imprints, which says what the table itself does not.

    Returns
    -------
    Origin
        A source or licence that the file does not name is empty, and a note says so.
    """
    own, text = "\n".join([*titles, foot]), "\n".join([*titles, foot, *about])
    publisher, form = _first(_PUBLISHERS, own, text) or ("", "Tabelle")
    (licence,) = _first(_LICENCES, own, text) or ("",)
    if not licence and publisher == BA and (line := re.search(r"©[^\n]*Bundesagentur[^\n]*", text)):
        licence = " ".join(line[0].split())
    code = found["code"] if (found := _CODE.search(own)) else ""
    title = title_of(titles) or name
    run = f", Stand {found['day']}" if (found := _RUN.search(foot)) else ""
    source = f"{publisher}: {title}" + (f" ({code})" if code else "") + run if publisher else ""
    table = " ".join(filter(None, (code, title)))
    lacking = [f"Die Datei nennt keine {what}." for what, value in (("Quelle", source), ("Lizenz", licence)) if not value]
    remark = " ".join(foot.replace('""', '"').split()).strip('" ')
    remarks = [f"{REMARKS}: {remark if len(remark) < 300 else remark[:299] + '…'}"] if remark else []
    census = census_table(text, code)
    return Origin("Zensus 2022" if census else form, table, source, licence, basis_of(text, code), territory(titles), CENSUS if census else 0, averages("\n".join([table, *titles])), (*lacking, *remarks))


def _first(known: Sequence[tuple[str, ...]], *texts: str) -> Sequence[str]:
    """What is known of the first pattern that a text has; of two texts the first counts."""
    return next((row[1:] for text in texts for row in known if re.search(row[0], text, re.IGNORECASE)), ())


def title_of(titles: Sequence[str]) -> str:
    """First title line that says something; "" where none does."""
    return next((t for t in titles if not _DULL.match(t.strip()) and not _CODE.fullmatch(t.strip())), "").strip(" ,:-")


def averages(text: str) -> bool:
    """Whether the figures of a table are averages over a year; those of unemployed (13211) always are."""
    return bool(re.search(r"jahresdurchschnitt|jahresmittel|^13211\b", text, re.IGNORECASE | re.MULTILINE))


def census_table(text: str, code: str) -> bool:
    """Whether a table holds results of the Zensus 2022 itself; its codes have a letter behind four digits."""
    return bool(re.match(r"\d{4}[A-Z]", code)) or bool(re.search(r"Ergebnisse des Zensus 2022|Zensus 2022:|^Zensus 2022", text, re.MULTILINE))


def basis_of(text: str, code: str) -> Callable[[int], str]:
    """Census on which the figures of a year rest, as far as the file says."""
    plain = " ".join(text.split())
    since = sorted((int(m["from"]), m["census"]) for m in _CENSUS.finditer(plain))
    whole = found["census"] if (found := _BASIS.search(plain)) and not since else ""
    if census_table(text, code):
        return lambda year: "Zensus 2022" if year >= 2022 else ""

    def basis(year: int) -> str:
        """The last census from which on the year counts."""
        census = next((c for first, c in reversed(since) if year >= first), whole)
        return f"Zensus {census}" if census else ""

    return basis


def territory(titles: Sequence[str]) -> str:
    """Territorial status that a title names; footnotes name those of single Länder."""
    return next((found["day"].replace(" ", "") for t in titles if (found := _TERRITORY.search(t))), "")

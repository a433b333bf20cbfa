"""What a chooser shows: for each view the choices that a place offers, and the figure of a choice."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from workbench.present import figure
from workbench.present.description import Description
from workbench.schemas import besuche, bevoelkerung, einrichtungen, indikatoren, indikatorkatalog, raeume
from workbench.schemas.terms import TOTAL
from workbench.start import Report
from workbench.topics import besucherstruktur, sozialraum

Choices = Mapping[str, Sequence[str]]


@dataclasses.dataclass(frozen=True)
class View:
    """A figure and what can be chosen for it.

    Parameters
    ----------
    choices
        Report → options per choice, in the order of the menus.
    show
        Report and chosen values → description.

    """

    choices: Callable[[Report], Choices]
    show: Callable[..., Description]


def indicator_choices(report: Report) -> Choices:
    """Indicators of the place, and its years as beginning and end."""
    frame = report.read(indikatoren)
    years = [str(y) for y in sorted(frame["Jahr"].unique())]
    return {"indikator": list(frame["Indikator"].unique()), "ab_jahr": years, "bis_jahr": years[::-1]}


def indicator(report: Report, *, indikator: str, ab_jahr: str, bis_jahr: str) -> Description:
    """Indicator per area over the years, the whole place set off."""
    katalog, gebiete = report.read(indikatorkatalog), report.read(raeume)
    leute = sozialraum.residents(report.read(bevoelkerung), raeume=gebiete)
    klein = sozialraum.too_small(leute, minimum=report.project.regeln.mindestbevoelkerung)
    werte = sozialraum.values(report.read(indikatoren), katalog=katalog, raeume=gebiete, ohne=list(klein["Raum"]))
    frei = report.release(werte, table="Indikatoren je Gebiet und Jahr", by=sozialraum.KEYS, count="Zähler", additive=["Raum"], source=indikatoren)
    jahre = frei.only(Indikator=indikator, Jahr=list(range(int(ab_jahr), int(bis_jahr) + 1)))
    name = katalog.set_index("Indikator")["Name"].get(indikator, indikator)
    return figure.line(jahre, "Jahr", sozialraum.SHARE, series="Gebiet", title=f"{name} im Verlauf", unit="%", emphasis=TOTAL)


def visits_choices(report: Report) -> Choices:
    """Facilities of the place, all of them first."""
    return {"einrichtung": [TOTAL, *report.read(einrichtungen)["Name"]]}


def visits(report: Report, *, einrichtung: str) -> Description:
    """Visits by age group and sex, of one facility or of all."""
    frame = besucherstruktur.with_facility(report.read(besuche), report.read(einrichtungen))
    chosen = frame if einrichtung == TOTAL else frame[frame["Einrichtung"] == einrichtung]
    frei = report.release(besucherstruktur.visits(chosen), table="Besuche nach Alter und Geschlecht", count="Besuche", source=besuche)
    return figure.pyramid(frei, "Altersgruppe", "Geschlecht", "Besuche", unit="Besuche", title=f"Besuche nach Alter und Geschlecht, {einrichtung}")


VIEWS = {
    "indikator": View(indicator_choices, indicator),
    "besuche": View(visits_choices, visits),
}

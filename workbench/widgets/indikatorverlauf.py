"""Chooser of report 10: an indicator over the years."""

from typing import TYPE_CHECKING

from workbench.present import figure
from workbench.present.description import Description
from workbench.schemas import bevoelkerung, indikatoren, indikatorkatalog, raeume
from workbench.schemas.terms import TOTAL
from workbench.start import Report
from workbench.topics import altersstruktur, sozialraum
from workbench.widgets import chooser

if TYPE_CHECKING:
    from ipywidgets import VBox


def choices(report: Report) -> chooser.Choices:
    """Indicators of the place, and its years as beginning and end."""
    frame = report.read(indikatoren)
    known = report.read(indikatorkatalog).set_index("Indikator")["Name"]
    years = {str(y): str(y) for y in sorted(frame["Jahr"].unique())}
    return {"indikator": {known.get(key, key): key for key in frame["Indikator"].unique()}, "ab_jahr": years, "bis_jahr": dict(reversed(years.items()))}


def show(report: Report, *, indikator: str, ab_jahr: str, bis_jahr: str) -> Description:
    """Indicator per area over the years, the whole place set off."""
    katalog, gebiete = report.read(indikatorkatalog), report.read(raeume)
    leute = altersstruktur.residents(report.read(bevoelkerung), raeume=gebiete)
    klein = altersstruktur.too_small(leute, minimum=report.project.regeln.mindestbevoelkerung)
    werte = sozialraum.values(report.read(indikatoren), katalog=katalog, raeume=gebiete, ohne=list(klein["Raum"]))
    frei = report.release(werte, table="Indikatoren je Gebiet und Jahr", by=sozialraum.KEYS, count=["Zähler", "Nenner"], part={"Zähler": "Nenner"}, base="Nenner", additive=["Raum"], source=indikatoren)
    jahre = frei.only(Indikator=indikator, Jahr=list(range(int(ab_jahr), int(bis_jahr) + 1)))
    was = sozialraum.described(katalog, indikator=indikator).iloc[0]
    begins = [str(year) for year in indikatorkatalog.breaks(katalog).get(indikator, [])]
    gebietswerte = jahre.only(Jahr=int(bis_jahr)).without(Raum=TOTAL)
    ends = [gebietswerte.ordered(sozialraum.VALUE, descending=down).label("Gebiet") for down in (True, False)]
    return figure.line(jahre, "Jahr", sozialraum.VALUE, series="Gebiet", title=f"{was['Name']} im Verlauf", unit=was[sozialraum.UNIT], emphasis=[TOTAL, *ends], breaks=begins)


def explore(bericht: Report, *, indikator: str, ab_jahr: int, bis_jahr: int) -> "Description | VBox":
    """Indicator per area over the years, with menus for municipality, indicator and period.

    Parameters
    ----------
    bericht
        The report whose place is shown first.
    indikator
        Key of the indicator.
    ab_jahr, bis_jahr
        First and last year.

    Returns
    -------
    Description or ipywidgets.VBox
        As `workbench.widgets.chooser.explore`.
    """
    return chooser.explore(choices, show, bericht, indikator=indikator, ab_jahr=ab_jahr, bis_jahr=bis_jahr)

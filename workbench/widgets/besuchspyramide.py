"""Chooser of report 20: visits beside residents, by age and sex."""

from typing import TYPE_CHECKING

from workbench.present import figure
from workbench.present.description import Description
from workbench.schemas import besuche, bevoelkerung, einrichtungen
from workbench.schemas.terms import TOTAL
from workbench.start import Report
from workbench.topics import besucherstruktur
from workbench.widgets import chooser

if TYPE_CHECKING:
    from ipywidgets import VBox

VISITS, RESIDENTS = "Anteil an den Besuchen in %", "Anteil an der Bevölkerung in %"


def choices(report: Report) -> chooser.Choices:
    """Facilities of the place, all of them first, and the years of its tally lists, the latest first."""
    years = sorted(report.read(besuche)["Datum"].dt.year.unique(), reverse=True)
    houses = [TOTAL, *report.read(einrichtungen)["Name"]]
    return {"einrichtung": dict(zip(houses, houses, strict=True)), "jahr": {str(y): str(y) for y in years}}


def show(report: Report, *, einrichtung: str, jahr: str) -> Description:
    """Visits of one facility or of all beside the residents, by age and sex."""
    listen = besucherstruktur.with_facility(besucherstruktur.in_year(report.read(besuche), jahr=int(jahr)), report.read(einrichtungen))
    chosen = listen if einrichtung == TOTAL else listen[listen["Einrichtung"] == einrichtung]
    einwohner = besucherstruktur.residents(report.read(bevoelkerung), jahr=int(jahr))
    frei = report.release(
        besucherstruktur.representation(chosen, einwohner, by=["Altersgruppe", "Geschlecht"]),
        table="Besuche nach Alter und Geschlecht",
        count="Besuche",
        where=besucherstruktur.scope(einwohner, of="Besuche", jahr=int(jahr), by=["Geschlecht"], **({} if einrichtung == TOTAL else {"Einrichtung": [einrichtung]})),
        beside={"Einwohner": bevoelkerung},
        public=[RESIDENTS],
        source=[besuche, bevoelkerung],
    )
    where = "" if einrichtung == TOTAL else f", {einrichtung}"
    return figure.pyramid(
        frei, "Altersgruppe", "Geschlecht", VISITS, against=RESIDENTS, unit="%",
        title=f"Besuche und Bevölkerung nach Alter und Geschlecht{where}",
        note="Einheit: Besuche. Nur 6 bis 26 Jahre, weiblich und männlich.",
    )  # fmt: skip


def explore(bericht: Report, *, einrichtung: str = TOTAL, jahr: int) -> "Description | VBox":
    """Visits of a facility or of all beside the residents, with menus for municipality, facility and year.

    Parameters
    ----------
    bericht
        The report whose place is shown first.
    einrichtung
        Name of a facility, or »Insgesamt«.
    jahr
        Calendar year.

    Returns
    -------
    Description or ipywidgets.VBox
        As `workbench.widgets.chooser.explore`.
    """
    return chooser.explore(choices, show, bericht, einrichtung=einrichtung, jahr=jahr)

"""Chooser of report 30: how many of the interviewed persons speak of the subcategories of a theme."""

from typing import TYPE_CHECKING

from workbench.present import figure
from workbench.present.description import Description
from workbench.schemas import codes, faelle, segmente
from workbench.schemas.terms import TOTAL
from workbench.start import Report
from workbench.topics import kategorien
from workbench.widgets import chooser

if TYPE_CHECKING:
    from ipywidgets import VBox


def choices(report: Report) -> chooser.Choices:
    """Main categories of the codebook, all of them first."""
    buch = report.read(codes)
    themes = [TOTAL, *buch.loc[buch["Ebene"] == 1, "Code"]]
    return {"thema": dict(zip(themes, themes, strict=True))}


def show(report: Report, *, thema: str) -> Description:
    """Subcategories of a theme, or all, by the number of persons who speak of them."""
    baum = kategorien.tree(report.read(codes), report.read(segmente), report.read(faelle))
    frei = report.release(baum, table="Kategorien nach Befragten", by=kategorien.KEYS, count="Personen", additive=False, source=[segmente, codes])
    unter = frei.without(Ebene=1)
    if thema != TOTAL:
        unter = unter.only(Code=[c for c in unter.options("Code") if c.startswith(thema + kategorien.PATH)])
    what = "" if thema == TOTAL else f", {thema}"
    return figure.bar(unter, "Name", "Personen", title=f"Unterkategorien nach Zahl der Befragten{what}", note="Einheit: Personen.")


def explore(bericht: Report, *, thema: str = TOTAL) -> "Description | VBox":
    """Subcategories by persons, with menus for municipality and theme.

    Parameters
    ----------
    bericht
        The report whose place is shown first.
    thema
        Code of a main category, or »Insgesamt«.

    Returns
    -------
    Description or ipywidgets.VBox
        As `workbench.widgets.chooser.explore`.
    """
    return chooser.explore(choices, show, bericht, thema=thema)

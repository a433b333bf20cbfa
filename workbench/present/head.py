"""Head of a report: whose it is, and the date of its data; and the titles of what it ends with."""

from workbench.present.description import Description
from workbench.present.number import long_date
from workbench.project import Place, Project

DATA, RULES, PROTOCOL = ANNEX = "Datengrundlage", "Regeln der Geheimhaltung", "Freigabeprotokoll: Zeilen je Tabelle, davon nicht ausgewiesen"  # titles of what a report ends with


def head(project: Project, place: Place | None) -> Description:
    """Place, project, date of the data, and whether they are synthetic: the banner of every page.

    Parameters
    ----------
    project, place
        Whose report it is; no place for one over the whole project.

    Returns
    -------
    Description
        Of kind head: ``title``, ``place``, ``ags``, ``project``, ``institute``, ``date``, ``synthetic``.
    """
    whose = {"title": place.name, "place": place.key, "ags": place.ags} if place else {"title": project.name, "place": "", "ags": ""}
    return Description("head", {**whose, "project": project.name, "institute": project.institut, "date": long_date(project.stand), "synthetic": project.synthetisch})

"""Command line: workbench new · import · check · run · status · plan · approve · pack · lab."""

import datetime as dt
import errno
import functools
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from typer._click.exceptions import UsageError  # no public name; the lock file holds the version

from workbench import usage

INTERRUPTED = 130  # what typer makes of Ctrl-C
_PROJECT = "Projektordner mit projekt.toml; ohne Angabe das Beispiel data/sample."


app = typer.Typer(
    cls=usage.Commands, help="Planungsberichte für Kommunen aus einem Ordner mit Daten.\n\nBeispiel: workbench run --project meine-stadt",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    subcommand_metavar="BEFEHL ...", options_metavar="[OPTIONEN]",
)  # fmt: skip
command = functools.partial(app.command, cls=usage.Command, options_metavar="[OPTIONEN]")

ProjectOption = Annotated[Path | None, typer.Option("--project", help=_PROJECT, metavar="ORDNER")]
PlaceOption = Annotated[list[str] | None, typer.Option("--place", help="Nur dieser Ort (Schlüssel oder Name); mehrfach möglich.", metavar="ORT")]
ReportOption = Annotated[list[str] | None, typer.Option("--report", help="Nur dieser Bericht (Nummer oder Name); mehrfach möglich.", metavar="BERICHT")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help="Wert eines Parameters für diesen Lauf; mehrfach möglich.", metavar="NAME=WERT")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Ordner der Berichte; ohne Angabe reports/ im Projekt.", metavar="ORDNER")]


@command()
def new(
    folder: Annotated[Path, typer.Argument(help="Ordner, der angelegt wird.", metavar="ORDNER")],
    place: Annotated[str, typer.Option("--place", help="Name des Ortes.", metavar="NAME")],
    ags: Annotated[str, typer.Option("--ags", help="Amtlicher Schlüssel, führende Null eingeschlossen.", metavar="SCHLÜSSEL")],
) -> None:
    """Neues Projekt mit leeren Vorlagen anlegen.

    Beispiel: workbench new meine-stadt --place Dorsten --ags 05562012
    """
    from workbench.schemas._new import new_project

    made = new_project(folder, place=place, ags=ags, stand=_today())
    typer.echo(f"Angelegt: {folder}\nJetzt in projekt.toml den Stand der Daten eintragen, die Vorlagen ausfüllen und nach »{made}« legen, dann prüfen: workbench check --project {folder}")


@command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Datei eines statistischen Amtes, von INKAR oder der Bundesagentur, oder eine eigene Tabelle: CSV, XLSX, XLS, ODS oder ZIP; oder Umrisse: Shapefile, GeoPackage oder GeoJSON, auch als ZIP.", metavar="DATEI")],
    project: ProjectOption = None,
    place: PlaceOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was die Datei enthält und was übernommen würde.")] = False,  # noqa: FBT002 (an option)
) -> None:
    """Amtliche Zahlen in die Tabelle »kennzahlen« der Orte übernehmen, oder die Umrisse ihrer Räume.

    Beispiel: workbench import 12411-01-01-4.csv --project meine-stadt --place dorsten

    Beispiel: workbench import VG250_GEM.zip --project mein-landkreis --place rottweil

    Das Format wird erkannt. Übernommen wird, was den Ort betrifft: er selbst, seine Teile, sein Kreis, sein Land, Deutschland und die Vergleiche des Projekts.
    """
    from workbench.project import load
    from workbench.read.shapes import takes
    from workbench.schemas._import import import_file
    from workbench.schemas._outlines import import_outlines

    found = load(project)
    places = list({p.key: p for p in map(found.named_place, place or found.orte)}.values())
    _say(import_outlines(file, places, dry_run=dry_run) if takes(file) else import_file(found, file, places, dry_run=dry_run))


@command()
def check(
    project: ProjectOption = None,
    hidden: Annotated[tuple[str, str] | None, typer.Option("--hidden", help="Stattdessen zeigen, was ein Bericht eines Ortes nicht ausweisen wird und warum; nur für das eigene Haus.", metavar="ORT BERICHT")] = None,
    confirm: Annotated[tuple[str, str] | None, typer.Option("--confirm", help="Stattdessen bestätigen: Die eigenen Texte zu diesem Bericht sind gelesen und stimmen noch.", metavar="ORT BERICHT")] = None,
    out: OutOption = None,
) -> None:
    """Alle Daten prüfen und jeden Fehler nennen.

    Beispiel: workbench check --project meine-stadt
    """
    from workbench.batch import asked

    if hidden is not None:
        _say(asked.previewed(project, *hidden, out))
    elif confirm is not None:
        _say(asked.confirmed(project, *confirm, out))
    else:
        lines, faults = asked.checked(project, out, today=_today())
        _say(lines)
        raise typer.Exit(int(faults > 0))


@command()
def run(  # noqa: PLR0917 (one argument per option)
    project: ProjectOption = None,
    place: PlaceOption = None,
    report: ReportOption = None,
    values: SetOption = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="So viele Berichte zugleich; ohne Angabe so viele wie Prozessorkerne, mit --scheduler so viele, wie der Cluster Plätze hat.", metavar="N")] = None,
    force: Annotated[bool, typer.Option("--force", help="Auch aktuelle Berichte neu rechnen.")] = False,  # noqa: FBT002 (an option)
    limit: Annotated[float, typer.Option("--limit", min=1, help="So viele Sekunden darf ein Bericht dauern.", metavar="SEKUNDEN")] = 600,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Nur, was zuletzt fehlgeschlagen ist.")] = False,  # noqa: FBT002 (an option)
    since: Annotated[dt.datetime | None, typer.Option("--since", formats=["%d.%m.%Y", "%Y-%m-%d"], help="Auch aktuelle Berichte, die vor diesem Tag gerechnet wurden.", metavar="TT.MM.JJJJ")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was gerechnet würde und warum.")] = False,  # noqa: FBT002 (an option)
    as_json: Annotated[bool, typer.Option("--json", help="Ereignisse als JSON, eines je Zeile.")] = False,  # noqa: FBT002 (an option)
    memory: Annotated[int, typer.Option("--memory", min=0, help="So viel Arbeitsspeicher darf ein Bericht zusätzlich belegen; 0: ohne Grenze.", metavar="MB")] = 0,
    engine: Annotated[str | None, typer.Option("--engine", help="fork: Kinder eines warmen Prozesses; kernel: eigene Kernel; verify: beides vergleichen.", metavar="ART")] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help="Auf einem Dask-Cluster rechnen statt auf diesem Rechner, z. B. tls://10.0.0.5:8786; --jobs, --limit, --memory und --engine gelten auch dort.", metavar="ADRESSE")] = None,
    code: Annotated[bool | None, typer.Option("--code/--no-code", help="Ob die Berichte einen Anhang mit den Aufrufen und Parametern des Notebooks haben; bleibt so, bis das andere gesagt wird. Zuerst: ohne.")] = None,
    out: OutOption = None,
) -> None:
    """Jeden Bericht für jeden Ort rechnen und schreiben.

    Beispiel: workbench run --project meine-stadt --place dorsten --report 20 --set ab_jahr=2022

    Nur was sich geändert hat, wird neu gerechnet. Rückgabe: 0 alles erledigt, 1 etwas ist fehlgeschlagen, 2 falsch aufgerufen.
    """
    from workbench.batch.asked import chosen, due, foresee, means, perform
    from workbench.batch.execute import VERIFY
    from workbench.batch.states import Again

    picked = due(chosen(project, place, report, values, out), code=code, only_failed=only_failed)
    again = Again(force, since.date() if since else None, sample=engine == VERIFY)
    if dry_run:
        foresee(picked, again, as_json=as_json)
        return
    lines, failed = perform(picked, again, means(jobs, limit, memory, engine, scheduler), as_json=as_json)
    _say(lines)
    raise typer.Exit(int(failed))


@command()
def status(  # noqa: PLR0917 (one argument per option)
    project: ProjectOption = None,
    place: PlaceOption = None,
    report: ReportOption = None,
    values: SetOption = None,
    against: Annotated[str | None, typer.Option("--against", help="Stattdessen zeigen, was sich seit einer Lieferung geändert hat; so heißt ihre ZIP-Datei, z. B. dorsten_2026-03-12.", metavar="LIEFERUNG")] = None,
    out: OutOption = None,
) -> None:
    """Zeigen, welche Berichte veraltet sind und warum.

    Beispiel: workbench status --project meine-stadt

    Beispiel: workbench status --against dorsten_2026-03-12
    """
    from workbench.batch.asked import compared, standings

    _say(standings(project, place, report, values, out) if against is None else compared(project, against, places=place, reports=report, values=values, out=out))


@command()
def plan(
    place: Annotated[str, typer.Argument(help="Ort (Schlüssel oder Name).", metavar="ORT")],
    project: ProjectOption = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Die eigenen Kapitel sind gelesen und stimmen noch.")] = False,  # noqa: FBT002 (an option)
    out: OutOption = None,
) -> None:
    """Einen Plan für einen Ort schreiben: die Kapitel aus [plan] in projekt.toml als ein Dokument.

    Beispiel: workbench plan dorsten --project meine-stadt

    Er entsteht aus aktuellen Berichten und eigenen Kapiteln; gerechnet wird nichts.
    """
    from workbench.batch.asked import planned

    _say(planned(project, place, out, confirm=confirm))


@command()
def approve(  # noqa: PLR0917 (one argument per option)
    place: Annotated[str, typer.Argument(help="Ort (Schlüssel oder Name).", metavar="ORT")],
    report: Annotated[str, typer.Argument(help="Bericht (Nummer oder Name), oder plan.", metavar="BERICHT")],
    by: Annotated[list[str], typer.Option("--by", help="Wer den Bericht freigibt; mehrfach möglich.", metavar="NAME")],
    remark: Annotated[str, typer.Option("--remark", help="Anmerkung dazu; sie bleibt im Haus, »workbench status« zeigt sie.", metavar="TEXT")] = "",
    project: ProjectOption = None,
    out: OutOption = None,
) -> None:
    """Einen fertigen Bericht oder den Plan freigeben.

    Beispiel: workbench approve dorsten 20 --by "A. Muster"

    Beispiel: workbench approve dorsten plan --by "A. Muster"

    Statt »Entwurf« steht auf ihm, von wem und wann er freigegeben ist. Seine Tabellen gelten als veröffentlicht. Ändert sich, was er sagt, ist er wieder ein Entwurf.
    """
    from workbench.batch.asked import approved

    lines, failed = approved(project, place, report, out, by=by, day=_today(), remark=remark)
    _say(lines)
    raise typer.Exit(int(failed))


@command()
def pack(  # noqa: PLR0917 (one argument per option)
    place: Annotated[str, typer.Argument(help="Ort (Schlüssel oder Name).", metavar="ORT")],
    report: ReportOption = None,
    formats: Annotated[list[str] | None, typer.Option("--format", help="Nur dieses Format; mehrfach möglich. Ohne Angabe alle, die projekt.toml nennt.", metavar="FORMAT")] = None,
    slides: Annotated[bool, typer.Option("--slides/--no-slides", help="Mit Kurzfassungen als PowerPoint-Folien.")] = True,  # noqa: FBT002 (an option)
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Mit den einzelnen Abbildungen als SVG und PNG.")] = True,  # noqa: FBT002 (an option)
    notebook: Annotated[bool, typer.Option("--notebook", help="Auch die ausgeführten Notebooks, ohne Daten und Angaben über diesen Rechner.")] = False,  # noqa: FBT002 (an option)
    project: ProjectOption = None,
    out: OutOption = None,
) -> None:
    """Berichte eines Ortes in eine ZIP-Datei packen.

    Beispiel: workbench pack dorsten --project meine-stadt

    Darin liegen auch Übersicht, Datenblatt, Freigabeprotokolle und Prüfsummen. Jede Datei wird noch einmal geprüft. Was gepackt ist, gilt als veröffentlicht und bleibt als Lieferung im Projekt, um spätere Stände mit ihr zu vergleichen.
    """
    from workbench.batch.asked import packed

    _say(packed(project, place, report, out, day=_today(), formats=formats or (), slides=slides, figures=figures, notebook=notebook))


@command()
def lab(
    project: ProjectOption = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ob ein Browser geöffnet wird.")] = True,  # noqa: FBT002 (an option)
    port: Annotated[int, typer.Option("--port", help="Anschluss auf diesem Rechner.", metavar="NUMMER")] = 8888,
) -> None:
    """JupyterLab mit den Notebooks öffnen.

    Beispiel: workbench lab --project meine-stadt
    """
    from workbench.batch.lab import serve
    from workbench.project import load

    raise typer.Exit(serve(load(project), browser=browser, port=port))


def _say(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        typer.echo(line if line.startswith("{") else usage.meant(line, sys.argv))


def _today() -> dt.date:
    """Today's date: read here, passed to whoever needs it."""
    return dt.datetime.now(tz=dt.UTC).date()


def main() -> None:
    """Run a command; a fault of the user's side is one German message and exit code 2."""
    from workbench.errors import WorkbenchError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # letters that a terminal does not know
    try:
        code = app(prog_name="workbench", standalone_mode=False)
    except WorkbenchError as fault:
        typer.echo(usage.meant(str(fault), sys.argv), err=True)
        code = 2
    except UsageError as fault:
        typer.echo(usage.said(fault.format_message()), err=True)
        code = 2
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # there goes what could not be printed
            typer.echo("Der Datenträger ist voll. Bitte Platz schaffen und noch einmal starten; fertige Berichte bleiben.", err=True)
        elif isinstance(fault, PermissionError) and fault.filename:
            typer.echo(f"{fault.filename}: Der Zugriff ist verweigert. Bitte die Zugriffsrechte prüfen und noch einmal starten; fertige Berichte bleiben.", err=True)
        else:
            raise
        code = 2
    if code == INTERRUPTED:
        typer.echo("Abgebrochen. Fertige Berichte bleiben erhalten, der nächste Lauf macht dort weiter.", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()

"""Command line: workbench new · import · check · run · status · plan · approve · pack · lab."""

import dataclasses
import datetime as dt
import difflib
import functools
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.exceptions import UsageError  # no public name; the lock file holds the version
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from workbench.batch.jobs import Job
    from workbench.batch.pool import Means
    from workbench.project import Project

INTERRUPTED = 130  # what typer makes of Ctrl-C
_PROJECT = "Projektordner mit projekt.toml; ohne Angabe das Beispiel data/sample."

_HELP = {
    "Usage: ": "Aufruf: ",
    "Options:": "Optionen:",
    "Arguments:": "Argumente:",
    "Commands:": "Befehle:",
    "Show this message and exit.": "Diese Hilfe zeigen.",
    "[default: ": "[Vorgabe: ",
    "[required]": "[nötig]",
}
_FAULTS = (
    (r"No such command '(.*?)'\.(?: Did you mean '(.*?)'\?)?.*", "Den Befehl »{0}« gibt es nicht.", " Meinten Sie »{1}«?"),
    (r"No such option: (\S+)(?: .*?(--.*))?", "Die Option »{0}« gibt es nicht.", " Meinten Sie »{1}«?"),
    (r"Missing option '(.*?)'.*", "Die Option »{0}« fehlt.", ""),
    (r"Missing argument '(.*?)'.*", "Die Angabe »{0}« fehlt.", ""),
    (r"Invalid value for '(.*?)':.*? '(.*?)' does not match the formats?.*", "»{1}« passt nicht zur Option »{0}« – erwartet ein Datum (TT.MM.JJJJ).", ""),
    (r"Invalid value for '(.*?)': Input should be greater than or equal to (\d+).*", "Der Wert der Option »{0}« ist zu klein – erwartet eine Zahl ab {1}.", ""),
    (r"Invalid value for '(.*?)'.*", "Der Wert der Option »{0}« passt nicht – erwartet eine Zahl.", ""),
    (r"Option '?(\S+?)'? requires an argument.*", "Die Option »{0}« braucht einen Wert.", ""),
    (r"Got unexpected extra argument.*\((.*)\)", "»{0}« ist zu viel.", ""),
)


class _German:
    """Translates the words that typer adds to a help page."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (typer's context has no public type)
        """Help page in German."""
        text: str = super().get_help(ctx)  # type: ignore[misc] # mixed into typer's classes
        for english, german in _HELP.items():
            words = r"\s+".join(map(re.escape, english.split()))  # a line may break in it
            text = re.sub(words, german.rstrip(), text)
        return text


class _Commands(_German, TyperGroup):
    """The command line as a whole."""


class _Command(_German, TyperCommand):
    """One command."""


def _said(message: str) -> str:
    """Usage error in German, with the way to the help.

    Examples
    --------
    >>> _said("No such command 'rnu'. Did you mean 'run'?")
    'Den Befehl »rnu« gibt es nicht. Meinten Sie »run«? Hilfe: workbench --help'

    """
    for pattern, german, hint in _FAULTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            word, *others = found.groups()
            near = difflib.get_close_matches(word, re.findall(r"[\w-]+", others[0]), n=1, cutoff=0) if others and others[0] else []
            return german.format(word, *others) + (hint.format(word, *near) if near else "") + " Hilfe: workbench --help"
    return message


app = typer.Typer(
    cls=_Commands, help="Planungsberichte für Kommunen aus einem Ordner mit Daten.\n\nBeispiel: workbench run --project meine-stadt",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    subcommand_metavar="BEFEHL ...", options_metavar="[OPTIONEN]",
)  # fmt: skip
command = functools.partial(app.command, cls=_Command, options_metavar="[OPTIONEN]")

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

    made = new_project(folder, place=place, ags=ags, stand=dt.datetime.now(tz=dt.UTC).date())
    typer.echo(f"Angelegt: {folder}\nJetzt die Vorlagen ausfüllen und nach »{made}« legen, dann prüfen: workbench check --project {folder}")


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
    for line in import_outlines(file, places, dry_run=dry_run) if takes(file) else import_file(found, file, places, dry_run=dry_run):
        typer.echo(line)


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
    from workbench.batch.declared import misnamed
    from workbench.batch.texts import FOLDER, remember, stray
    from workbench.export.house import house
    from workbench.project import load
    from workbench.schemas._check import check as check_all

    if hidden is not None:
        from workbench.batch.preview import hidden as preview

        found, planned, _, folder = _plan(project, [hidden[0]], [hidden[1]], None, out)
        for line in preview(found, planned[0], folder):
            typer.echo(line)
        return
    if confirm is not None:
        whole = confirm[0].casefold() == load(project).name.casefold()
        found, planned, _, folder = _plan(project, None if whole else [confirm[0]], [confirm[1]], None, out)
        remember(found, planned, folder, confirm=True)
        typer.echo(f"{planned[0].label}: Die eigenen Texte gelten als gelesen.")
        return
    found = load(project)
    house(found)
    findings = check_all(found, today=dt.datetime.now(tz=dt.UTC).date())
    for where in dict.fromkeys(f.place for f in findings):
        typer.echo(where or "Für alle Orte")
        for finding in (f for f in findings if f.place == where):
            typer.echo(f"  {finding.level}: " + finding.text.replace("\n", "\n  "))
    for text in misnamed(found, _folder(found, out)):
        typer.echo(f"Hinweis: {text}")
    if (found.folder / FOLDER).is_dir():
        _, _, every, folder = _plan(project, None, None, None, out)
        for text in stray(found, sorted({j.notebook.name for j in every})):
            typer.echo(f"Hinweis: {text}")
        _look_at(found, every, folder)
    faults = sum(f.level == "Fehler" for f in findings)
    typer.echo(f"Fehler: {faults}. Bitte beheben und erneut prüfen." if faults else "Keine Fehler gefunden.")
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
    from workbench.batch.execute import VERIFY
    from workbench.batch.journal import FAILED, Journal
    from workbench.batch.overview import write_overview
    from workbench.batch.progress import conclude, events, lines, outlook
    from workbench.batch.run import run as run_all
    from workbench.batch.states import Again
    from workbench.batch.states import status as status_of
    from workbench.errors import WorkbenchError
    from workbench.export.house import house

    found, planned, every, folder = _plan(project, place, report, values, out)
    house(found)
    planned = [dataclasses.replace(j, code=code) for j in planned]
    again = Again(force, since.date() if since else None, sample=engine == VERIFY)
    if only_failed:
        runs = Journal(folder).runs()
        planned = [j for j in planned if j.fault or (j.key in runs and runs[j.key].result == FAILED)]
    if dry_run:
        with (events if as_json else outlook)() as watch:
            watch.planned(again.applied(status_of(found, planned, folder)))
        return
    with (events if as_json else lines)() as watch:
        states = run_all(found, planned, folder, means=_means(jobs, limit, memory, engine, scheduler), again=again, watch=watch)
    if not as_json:
        conclude(states)
    try:
        write_overview(found, states, every, folder)
    except WorkbenchError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    if not as_json:
        typer.echo(f"Übersicht: {folder / 'index.html'}")
    _look_at(found, [s.job for s in states if s.state != FAILED], folder, as_json=as_json)
    if any(s.state == FAILED for s in states):
        raise typer.Exit(1)


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
    if against is not None:
        from workbench.batch.editions import compared, edition
        from workbench.project import load

        then = edition(load(project), against)
        found, planned, _, folder = _plan(project, [then.place], report, values, out)
        for line in compared(found, planned, folder, then):
            typer.echo(line)
        return
    from workbench.batch.plans import standings
    from workbench.batch.reports import NOTEBOOKS, discover
    from workbench.batch.said import how
    from workbench.batch.states import SKIPPED
    from workbench.batch.states import status as status_of

    found, planned, _, folder = _plan(project, place, report, values, out)
    states = status_of(found, planned, folder)
    for state in states:
        text = state.why if state.state == SKIPPED else f"{state.job.label}: {state.state}" + how(found, state, folder)
        typer.echo(text.replace("\n", "\n  "))
    for line in standings(found, discover([NOTEBOOKS, found.folder / "notebooks"]), folder, states):
        typer.echo(line)
    _look_at(found, planned, folder)


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
    from workbench.batch.plans import write
    from workbench.batch.reports import NOTEBOOKS, discover
    from workbench.project import load

    found = load(project)
    made = write(found, found.named_place(place), discover([NOTEBOOKS, found.folder / "notebooks"]), _folder(found, out), confirm=confirm)
    for note in made.notes:
        typer.echo(f"Hinweis: {note}")
    for file in made.files:
        typer.echo(f"Plan: {file}")


@command()
def approve(  # noqa: PLR0917 (one argument per option)
    place: Annotated[str, typer.Argument(help="Ort (Schlüssel oder Name).", metavar="ORT")],
    report: Annotated[str, typer.Argument(help="Bericht (Nummer oder Name).", metavar="BERICHT")],
    by: Annotated[list[str], typer.Option("--by", help="Wer den Bericht freigibt; mehrfach möglich.", metavar="NAME")],
    remark: Annotated[str, typer.Option("--remark", help="Anmerkung dazu; sie bleibt im Haus, »workbench status« zeigt sie.", metavar="TEXT")] = "",
    project: ProjectOption = None,
    out: OutOption = None,
) -> None:
    """Einen fertigen Bericht freigeben.

    Beispiel: workbench approve dorsten 20 --by "A. Muster"

    Statt »Entwurf« steht auf ihm, von wem und wann er freigegeben ist. Seine Tabellen gelten als veröffentlicht. Ändert sich, was er sagt, ist er wieder ein Entwurf.
    """
    from workbench.batch.approve import approve as approve_report
    from workbench.batch.journal import FAILED
    from workbench.batch.overview import write_overview
    from workbench.batch.states import STALE
    from workbench.batch.states import status as status_of

    found, planned, every, folder = _plan(project, [place], [report], None, out)
    state = approve_report(found, status_of(found, _of_place(planned, place)[:1], folder)[0], folder, by=by, day=dt.datetime.now(tz=dt.UTC).date(), remark=remark)
    write_overview(found, [state], every, folder)
    typer.echo(f"{state.job.label}: freigegeben von {' und '.join(by)}." + (f"\nDie Dateien tragen das noch nicht: {state.why}" if state.state == FAILED else ""))
    for other in status_of(found, [j for j in every if j.place == state.job.place and j.key != state.job.key], folder):
        if other.state == STALE:
            typer.echo(f"{other.job.label}: {STALE} – {other.why}")
    raise typer.Exit(int(state.state == FAILED))


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
    from workbench.batch.parcel import pack as pack_place
    from workbench.batch.parcel import wanted
    from workbench.batch.states import status as status_of

    found, planned, _, folder = _plan(project, [place], report, None, out)
    asked = wanted(found, formats or (), plan=not report, slides=slides, figures=figures, notebook=notebook)
    path, fresh, packed = pack_place(found, found.orte[_of_place(planned, place)[0].key[1]], status_of(found, planned, folder), folder, wanted=asked, day=dt.datetime.now(tz=dt.UTC).date())
    for one in packed:
        typer.echo(f"{one.state.job.label}: {one.standing.mark}")
    typer.echo(f"Lieferung: {path}" if fresh else f"Nichts hat sich geändert seit dieser Lieferung: {path}")


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


def _plan(folder: Path | None, places: list[str] | None, reports: list[str] | None, values: list[str] | None, out: Path | None) -> "tuple[Project, list[Job], list[Job], Path]":
    """Project, chosen jobs, all jobs and folder of the reports, as the options say."""
    from workbench.batch.jobs import assignments, plan
    from workbench.batch.reports import NOTEBOOKS, choose, discover
    from workbench.project import load

    project = load(folder)
    every = discover([NOTEBOOKS, project.folder / "notebooks"])
    planned = plan(project, choose(every, reports or []), places=places or [], sets=assignments(values or []), every=every)
    chosen = bool(places or reports or values)
    return project, planned, plan(project, every) if chosen else planned, _folder(project, out)


def _look_at(project: "Project", jobs: "list[Job]", out: Path, *, as_json: bool = False) -> None:
    """Say which texts of the consultant should be read again."""
    from workbench.batch.texts import warnings

    for text in warnings(project, jobs, out):
        typer.echo(json.dumps({"ereignis": "hinweis", "text": text}, ensure_ascii=False) if as_json else f"Hinweis: {text}")


def _of_place(planned: "list[Job]", place: str) -> "list[Job]":
    """Jobs of a place, refused where the chosen report has none."""
    from workbench.errors import RunError

    if not planned:
        raise RunError(f"{place}: Der Bericht entsteht nicht je Ort, sondern über das ganze Projekt. Bitte einen anderen wählen.")
    return planned


def _folder(project: "Project", out: Path | None) -> Path:
    """Folder of the reports: as the option says, else that of the project; the sample's lie beside the notebooks."""
    from workbench.batch.reports import NOTEBOOKS
    from workbench.project import SAMPLE

    default = NOTEBOOKS.parent / "reports" if project.folder == SAMPLE.resolve() else project.reports
    return (out or default).resolve()


def _means(jobs: int | None, limit: float, memory: int, engine: str | None, scheduler: str | None) -> "Means":
    """How the runs are executed, as the options say."""
    from workbench.batch.execute import FORK, KERNEL, VERIFY
    from workbench.batch.pool import Means
    from workbench.errors import ParameterError, suggest

    if engine not in {None, FORK, KERNEL, VERIFY}:
        raise ParameterError(f"--engine: »{engine}« – erwartet fork, kernel oder verify.{suggest(str(engine), [FORK, KERNEL, VERIFY])}")
    if memory and sys.platform == "win32":
        raise ParameterError(f"--memory: »{memory}« – unter Windows lässt sich der Arbeitsspeicher eines Laufs nicht begrenzen. Bitte weglassen.")
    means = Means(jobs or (sys.maxsize if scheduler is not None else os.cpu_count() or 1), limit, memory, scheduler=scheduler)
    return means if engine is None else dataclasses.replace(means, engine=engine)


def main() -> None:
    """Run a command; a fault of the user's side is one German message and exit code 2."""
    from workbench.errors import WorkbenchError

    try:
        code = app(prog_name="workbench", standalone_mode=False)
    except WorkbenchError as fault:
        typer.echo(str(fault), err=True)
        code = 2
    except UsageError as fault:
        typer.echo(_said(fault.format_message()), err=True)
        code = 2
    if code == INTERRUPTED:
        typer.echo("Abgebrochen. Fertige Berichte bleiben erhalten, der nächste Lauf macht dort weiter.", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()

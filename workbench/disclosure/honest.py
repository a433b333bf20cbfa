"""Whether a call of the door says what it shows: a source that was read, counts that are declared as such, and no exception for anything else."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import numbers_of
from workbench.disclosure.cells import Released
from workbench.disclosure.model import AREA, Model
from workbench.disclosure.published import Published
from workbench.disclosure.telling import orders
from workbench.errors import ReleaseError, suggest
from workbench.schemas import Table, tables

OFFICIAL = "amtliche Zahlen"  # said in the reason of an exemption: then the project must declare them
_YEARS = (1900, 2100)
_ROWS = 3  # in which one count is nowhere greater than another, by more than chance
_PART = re.compile(r"^(?:davon|darunter|nur)\b|\b(?:mit|ohne)\b|weiblich|männlich|\b(?:mädchen|jungen|divers)", re.IGNORECASE)  # what a count of a part is called


def sources(table: str, named: Sequence[object], beside: Mapping[str, object], asked: Collection[str]) -> list[Table]:
    """Tables that a frame is said to come from; refused where the report has not read them.

    Parameters
    ----------
    table
        As in `workbench.start.Report.release`.
    named
        What stands in ``source=``.
    beside
        What stands in ``beside=``.
    asked
        Names of the tables that the report has read.

    Returns
    -------
    list of Table
        In the order in which they are named.

    Raises
    ------
    ReleaseError
        With what is named, and the tables that can be.
    """
    found = [getattr(module, "TABLE", module) for module in named]
    strange = next((f for f in (*found, *(getattr(module, "TABLE", module) for module in beside.values())) if not isinstance(f, Table) or f.name not in asked), None)
    if strange is None:
        return [f for f in found if isinstance(f, Table)]
    name = strange.name if isinstance(strange, Table) else str(strange)
    known = f"gelesen sind {' und '.join(f'»{a}«' for a in sorted(asked))}" if asked else "gelesen ist noch keine"
    how = f"Fehlt sie: bericht.read({name})." if isinstance(strange, Table) else "Genannt wird die Tabelle, wie sie aus workbench.schemas importiert ist, ohne Anführungszeichen."
    raise ReleaseError(f"»{table}«: source= nennt »{name}«, erwartet eine Tabelle, die der Bericht gelesen hat ({known}).{suggest(name, asked) if isinstance(strange, Table) else ''} {how}")


def related(table: str, frame: pd.DataFrame, sources: Sequence[Table], before: Sequence[Published], *, counts: Sequence[str], measure: str, exempt: str, undeclared: Sequence[str]) -> None:
    """Refuse counts that nobody could relate to other tables: without a source, under a name of their own, undeclared, or exempt.

    Parameters
    ----------
    table, frame, measure, exempt
        As in `workbench.start.Report.release`.
    sources
        Tables that the frame comes from.
    before
        What was published before.
    counts
        Columns of counts; for a part its whole.
    undeclared
        Columns that are not said to be counts.

    Raises
    ------
    ReleaseError
        With the column, and what to write instead.
    """
    if counts and not sources and not measure:
        raise ReleaseError(f"»{table}«: source= fehlt. Es nennt die Datentabelle, aus der gezählt ist; nur so sind Tabellen auch gegeneinander geschützt.")
    looked_at = sources if exempt else sources[:1]
    told = [p.measure.partition("/") for p in before]
    known = {count for source, _, count in told if source in {s.name for s in looked_at}}
    declared = _counts(sources[:1])
    if counts and known and not measure and not (known | declared) & set(counts):
        raise ReleaseError(
            f"»{table}«: Gezählt ist »{counts[0]}« aus »{sources[0].name}«, andere Tabellen zählen daraus {' und '.join(f'»{k}«' for k in sorted(known))}. "
            "Ist dasselbe gemeint, heißt auch die Spalte so; sonst gibt measure= dem anderen einen eigenen Namen."
        )
    counting = (known | _counts(sources)) - set(counts) if OFFICIAL not in exempt and len(frame) else set()
    raw = next((c for c in undeclared if c in counting and not np.isnan(numbers_of(frame[c])).all()), None)
    if raw is not None and not exempt:
        raise ReleaseError(f"»{table}«: »{raw}« ist eine Anzahl und steht nicht in count=. Jede Anzahl nennt count=, solche aus anderen Daten beside=; public= und by= nennen, was nicht geheim ist.")
    if raw is not None:
        raise ReleaseError(f'»{table}«: »{raw}« ist eine Anzahl; exempt= gilt für Tabellen ohne Anzahlen. Bitte count="{raw}"; veröffentlichte amtliche Zahlen erklärt [[ausnahmen]] in projekt.toml.')


def parts(table: str, frame: pd.DataFrame, counts: Sequence[str], part: Mapping[str, str], *, minimum: int) -> None:
    """Refuse a count that is a part of another one by its name and its numbers, where nobody says so and few are left over.

    Parameters
    ----------
    table, frame, part
        As in `workbench.start.Report.release`.
    counts
        Columns of counts.
    minimum
        Smallest count that may be shown.

    Raises
    ------
    ReleaseError
        With the columns, and what to write.
    """
    numbers = {c: frame[c].to_numpy(dtype=float, na_value=np.nan) for c in counts if pd.api.types.is_numeric_dtype(frame[c])}
    for some in (c for c in numbers if c not in part and _PART.search(c)):
        for whole in (c for c in numbers if c not in part and not _PART.search(c)):
            rest = numbers[whole] - numbers[some]
            if not (rest < 0).any() and ((rest > 0) & (rest < minimum) & (numbers[some] >= minimum)).any():
                raise ReleaseError(
                    f"»{table}«: »{some}« ist dem Namen nach ein Teil von »{whole}«, und in einer Zeile fehlen dazu weniger als {minimum}. "
                    f'Bitte part={{"{some}": "{whole}"}}: Dann wird auch geschützt, wer nicht dazugehört.'
                )


def apart(table: str, own: Sequence[Published], before: Sequence[Published], *, minimum: int) -> None:
    """Refuse a count with a name of its own that is, by its numbers, a part of another one or has one as its part, where few are left over.

    Parameters
    ----------
    table
        Name of the table.
    own
        What of it is published.
    before
        What was published before.
    minimum
        Smallest count that may be shown.

    Raises
    ------
    ReleaseError
        With both tables, and what to write.
    """
    for one, other in ((o, b) for o in own for b in before if (o.place, o.keys, o.where) == (b.place, b.keys, b.where) and _may_be_parts(o.measure, b.measure)):
        cells = dict(zip(other.codes, other.values, strict=True))
        rest = [known - value for code, value in zip(one.codes, one.values, strict=True) if value is not None and (known := cells.get(code)) is not None]
        if len(rest) >= _ROWS and any(min(left) >= 0 and any(0 < r < minimum for r in left) for left in (rest, [-r for r in rest])):
            raise ReleaseError(
                f"»{table}« zählt mit measure= etwas Eigenes, aber neben {other.name} in keiner Zeile {'weniger' if min(rest) < 0 else 'mehr'}, und in einer um weniger als {minimum} anders: Das gibt die kleine Anzahl preis. "
                'Bitte beide Anzahlen in einer Tabelle freigeben, count=["Ganzes", "Teil"] mit part={"Teil": "Ganzes"}: Dann wird auch geschützt, wer nicht dazugehört.'
            )


def areas(table: str, model: Model, counts: Sequence[str]) -> None:
    """Refuse a part of areas that the place does not have: nobody could relate it to the others.

    Parameters
    ----------
    table
        Name of the table.
    model
        What is declared of it; without names of areas every one passes.
    counts
        Columns of counts.

    Raises
    ------
    ReleaseError
        With the area, and what it may be.
    """
    own = model.names.get(AREA, {})
    outside = {code for t in tables().values() for c in t.columns if c.refers == "raeume" for code in c.also}
    known = {model.area, *outside, *own, *own.values(), *model.areas.values(), *model.parents.get(AREA, {}).values()}
    named = (code.removeprefix(f"{model.area}/") for count in counts for code in model.of(count, table)[1].get(AREA, ()))
    if own and (strange := next((code for code in named if code not in known), None)) is not None:
        raise ReleaseError(f"»{table}«: where= nennt den Raum »{strange}«, den die Tabelle »raeume« nicht hat.{suggest(strange, [*own, *own.values()])} Bitte Schlüssel oder Namen der Räume nennen: Nur so wird diese Tabelle gegen andere geschützt.")


def _may_be_parts(*measures: str) -> bool:
    """Whether one of two counts may be a part of the other: one has a name of its own, and their columns are called the same, or one as a part."""
    (first, _, one), (second, _, other) = (m.partition("/") for m in measures)
    return first != second and not {first, second} <= set(tables()) and (one == other or any(map(_PART.search, (one, other))))


def _counts(tables: Sequence[Table]) -> set[str]:
    """Columns of counts."""
    return {c.name for t in tables for c in t.columns if c.role == "count"}


def harmless(table: str, frame: pd.DataFrame, sources: Sequence[Table], read: Sequence[Table], *, declared: Collection[str]) -> None:
    """Refuse to exempt, for whatever reason, numbers that come or may come from counts, and anything from data on persons.

    Parameters
    ----------
    table, frame
        As in `workbench.start.Report.release`; not computed from a released frame.
    sources
        Tables that the frame comes from.
    read
        Tables that the report has read so far: where no source is named, the frame may come from any of them, or from anywhere else.
    declared
        Names of the tables that the project declares as official figures or as a directory.

    Raises
    ------
    ReleaseError
        With the column, and what to write instead. Years are no numbers.
    """
    secret = sorted(t.name for t in sources or read if _secret(t) and t.name not in declared)
    persons = [t.name for t in sources if t.personal and t.name in secret]
    columns = sorted(frame.columns, key=lambda c: not pd.api.types.is_numeric_dtype(frame[c]))  # keys of areas may be digits
    said = next((c for c in columns if persons or _measured(frame[c])), None) if (secret or not sources) and len(frame) else None
    if said is None:
        return
    ways = "Anzahlen nennt count=; was aus einer freigegebenen Tabelle folgt oder sie erläutert, nennt sie mit derived="
    if not sources:
        reads = f", und der Bericht liest »{secret[0]}«" if secret else ""
        raise ReleaseError(f"»{table}«: source= fehlt. »{said}« enthält Zahlen{reads}. source= nennt das Verzeichnis oder den Katalog, aus dem sie stammen. {ways}.")
    what = f"beruht auf »{persons[0]}« und damit auf Angaben über Personen" if persons else f"enthält Zahlen aus »{secret[0]}«, das Anzahlen führt"
    raise ReleaseError(f'»{table}«: »{said}« {what}; exempt= genügt dafür nicht. {ways}. Ein öffentliches Verzeichnis erklärt [[ausnahmen]] in projekt.toml mit art = "verzeichnis".')


def tallied(table: str, frame: pd.DataFrame, read: Sequence[Table], *, declared: Collection[str]) -> None:
    """Refuse rows that repeat themselves in a report that reads counts or data on persons: how many there are is a count that nobody hides.

    Parameters
    ----------
    table, frame, read, declared
        As in `harmless`; also where the frame was computed from a released one.

    Raises
    ------
    ReleaseError
        With what to write instead.
    """
    secret = next((t.name for t in read if _secret(t) and t.name not in declared), None)
    if secret and frame.duplicated().any():
        raise ReleaseError(f"»{table}«: Zeilen kommen mehrmals vor, und der Bericht liest »{secret}«; wie oft, wäre eine Anzahl. Bitte jede Zeile einmal (.drop_duplicates()), oder zählen und die Anzahl mit count= nennen.")


def _measured(column: pd.Series) -> bool:
    """Whether a column holds numbers that are neither years nor codes (»6–9«), also in its texts."""
    said = numbers_of(column[~column.isin([code for order in orders() for code in order])])
    return bool((~np.isnan(said) & ~((said % 1 == 0) & (said >= _YEARS[0]) & (said <= _YEARS[1]))).any())


def official(table: str, frame: pd.DataFrame, sources: Sequence[Table], read: Sequence[Table], *, declared: Collection[str], numbers: Collection[float], keys: Sequence[str], derived: Released | None) -> None:
    """Refuse to show as official what the project does not declare, or what stands in no declared table where the report reads others.

    Parameters
    ----------
    table, frame
        As in `workbench.start.Report.release`.
    sources
        Tables that the frame comes from.
    read
        Tables that the report has read so far.
    declared
        Names of the tables that the project declares as published official figures.
    numbers
        All numbers in them.
    keys
        Columns that are no numbers.
    derived
        Released table that the frame was computed from: rates of official figures are as official as they.

    Raises
    ------
    ReleaseError
        With the table or the column.
    """
    own = [s.name for s in sources if _secret(s) and s.name not in declared]
    if own or not any(s.name in declared for s in sources):
        which = f" für »{own[0]}«" if own else ""
        raise ReleaseError(f'»{table}«: »{OFFICIAL}« sind in projekt.toml nicht erklärt{which}. source= nennt die Tabelle, [[ausnahmen]] mit art = "amtlich", tabelle = "…" und grund = "…" erklärt sie.')
    others = [] if derived is not None and OFFICIAL in derived.exempt else sorted(t.name for t in read if t.name not in declared and _secret(t))
    published = np.round(np.array(sorted(numbers)), 6)
    for column in frame.columns.difference(list(keys), sort=False) if others else ():
        said = numbers_of(frame[column])
        if not np.isin(said[~np.isnan(said)].round(6), published).all():
            raise ReleaseError(
                f"»{table}«: In »{column}« stehen Zahlen, die in keiner als amtlich erklärten Tabelle stehen. Der Bericht liest auch »{others[0]}«; "
                "ohne Regel zeigt er dann nur Werte, wie sie veröffentlicht sind, und was aus so freigegebenen berechnet ist (derived=). Alles andere nennt count= oder gehört in einen eigenen Bericht."
            )


def _secret(table: Table) -> bool:
    """Whether a table holds counts, or data on persons."""
    return table.personal or bool(_counts([table]))

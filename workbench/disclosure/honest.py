"""Whether a call of the door says what it shows: counts that are declared as such, and no exception for what another table hides."""

import functools
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure import classes
from workbench.disclosure.alignment import aligned, bare, codes, numbers_of, spellings, spelt
from workbench.disclosure.cells import Released
from workbench.disclosure.lp import Places
from workbench.disclosure.published import Published
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import CHANGE, compared, orders, running, total_told
from workbench.errors import ReleaseError, suggest
from workbench.schemas import Table

OFFICIAL = "amtliche Zahlen"  # said in the reason of an exemption: then the project must declare them
_ROWS = 3  # rows in which a column must agree with a count, by more than chance
_YEARS = (1900, 2100)
_SPREAD = 40  # between whole numbers that may be a line of counts
_DIGITS = 4  # or so many digits of fewer rows
_NEAR = 1e-6
_BLUR, _LARGE = 0.01, 100  # numbers within 1 % of counts, several of them so large, are rounded ones
_BASES = (3, 5, 10, 50, 100, 1000)  # to which counts are rounded


def sources(table: str, named: Sequence[object], asked: Collection[str]) -> list[Table]:
    """Tables that a frame is said to come from; refused where the report has not read them.

    Parameters
    ----------
    table
        As in `workbench.start.Report.release`.
    named
        What stands in ``source=`` and ``beside=``.
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
    strange = next((f for f in found if not isinstance(f, Table) or f.name not in asked), None)
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
    said = next((c for c in frame.columns if persons or _measured(frame[c])), None) if (secret or not sources) and len(frame) else None
    if said is None:
        return
    ways = "Anzahlen nennt count=; was aus einer freigegebenen Tabelle folgt oder sie erläutert, nennt sie mit derived="
    if not sources:
        reads = f", und der Bericht liest »{secret[0]}«" if secret else ""
        raise ReleaseError(f"»{table}«: source= fehlt. »{said}« enthält Zahlen{reads}. source= nennt das Verzeichnis oder den Katalog, aus dem sie stammen. {ways}.")
    what = f"beruht auf »{persons[0]}« und damit auf Angaben über Personen" if persons else f"enthält Zahlen aus »{secret[0]}«, das Anzahlen führt"
    raise ReleaseError(f'»{table}«: »{said}« {what}; exempt= genügt dafür nicht. {ways}. Ein öffentliches Verzeichnis erklärt [[ausnahmen]] in projekt.toml mit art = "verzeichnis".')


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


def no_copies(counted: Released, raw: pd.DataFrame, counts: Sequence[str], others: Sequence[Released]) -> None:
    """Refuse to show in a table what itself or another one hides, whichever came first.

    Parameters
    ----------
    counted
        Table with hidden or rounded counts.
    raw
        The same with its true values.
    counts
        Its columns of counts.
    others
        Tables of the same report.

    Raises
    ------
    ReleaseError
        With the tables and the column.

    """
    if not counted.keys:
        return
    true, shown = raw[list(counts)].to_numpy(dtype=float, na_value=np.nan), _shown(counted, raw, counts)
    gone = np.asarray((np.isnan(shown) | (np.abs(shown - true) > _NEAR)).any(axis=1))
    own = {k: spelt(raw[k]) for k in counted.keys}
    for other, left, at, there in ((o, *rows) for o in (counted, *others) if gone.any() for rows in aligned(own, spellings(o), gone)):
        copy = "" if left else _copied(true[at], shown[at], gone[at], other, there) or _classed(true[at], gone[at], other, there)
        if column := copy or _changed(true[at], gone[at], other, there):
            raise ReleaseError(_told(other.title, column, f"»{counted.title}«"))


def _shown(counted: Released, raw: pd.DataFrame, counts: Sequence[str]) -> Floats:
    """Counts in the order of the true ones, as they are shown: hidden or rounded."""
    shown = dict(zip(codes(counted.frame, counted.keys), counted.frame[list(counts)].to_numpy(dtype=float, na_value=np.nan), strict=True))
    return np.array([shown.get(row, np.full(len(counts), np.nan)) for row in codes(raw, counted.keys)]).reshape(len(raw), len(counts))


def _copied(true: Floats, shown: Floats, gone: Bools, other: Released, there: Places) -> str:
    """Column whose numbers, or numbers in whose texts, are the counts, as they are, rounded, or on a straight line (shares, indices), whatever it is called."""
    for column in other.frame.columns:
        for said in numbers_of(other.frame[column])[there].T:
            # near numbers are taken for counts only where they are none themselves (of another year)
            told = (t for t, s in zip(true.T, shown.T, strict=True) if _same(said, t, blurred=bool(other.exempt)) and not _follows(said[gone], s[gone]))
            if (gone & ~np.isnan(said)).any() and any(True for _ in told):
                return str(column)
    return ""


def _follows(said: Floats, shown: Floats) -> bool:
    """Whether numbers are no more than what is shown (of rounded counts), or computed from that."""
    known = ~np.isnan(said) & ~np.isnan(shown)
    return bool(known.any() and ((np.abs(said - shown)[known] < _NEAR).all() or total_told(said, shown)))


def _classed(true: Floats, gone: Bools, other: Released, there: Places) -> str:
    """Column that says in words how large the hidden counts are, and that no row needs as its key."""
    rows = other.frame.iloc[there]
    needed = [k for k in other.keys if len(other.keys) == 1 or other.frame.duplicated([o for o in other.keys if o != k]).any()]
    words = rows.columns.difference([*needed, *rows.select_dtypes(["datetime"])], sort=False)
    return next((str(c) for c in words if classes.tells(str(c), rows[c], true, gone)), "")


def _changed(true: Floats, gone: Bools, other: Released, there: Places, *, seen: bool = True) -> str:
    """Column that gives a hidden count to who knows a shown one: a change since another year, its count as it was, a mean of both."""
    counts, others = _numbers(other)
    for column, numbers in others:
        said, named, unseen = numbers[there], bool(CHANGE.search(column)), None if seen else gone
        if not np.isnan(said[gone]).all() and any((gone & compared(said, count[there], true_count, named=named, unseen=unseen)).any() for count in counts for true_count in true.T):
            return column
    return ""


def no_changes(released: Released, before: Sequence[Published]) -> None:
    """Refuse a table that gives back what another report of the place, or an edition, hides: true values are not known here.

    Parameters
    ----------
    released
        Table with its counts.
    before
        What was published before.

    Raises
    ------
    ReleaseError
        With the tables and the column.

    Notes
    -----
    What a column says of the shown counts of another table about the same (their change, their share), it says of the hidden ones too.

    """
    own = {(p.place, p.measure) for p in released.published}
    for table in (t for t in before if (t.place, t.measure) in own and None in t.values and t.keys):
        values = np.array(table.values, dtype=float)
        codes = {k: bare([c[i] for c in table.codes]) for i, k in enumerate(table.keys)}
        for _, at, there in aligned(codes, spellings(released), np.isnan(values)):
            if column := _changed(values[at, None], np.isnan(values[at]), released, there, seen=False):
                raise ReleaseError(_told(released.title, column, table.name))


def _told(table: str, column: str, hides: str) -> str:
    """What is refused, and what to write."""
    return (
        f"»{table}«: »{column}« sagt, was {hides} verbirgt. Anzahlen unter anderem Namen, als Text oder Schlüssel und Zahlen, aus denen sie folgen, schützt nur count=. "
        "Bitte so freigeben, oder aus dem freigegebenen Rahmen (.frame) rechnen und ihn mit derived= nennen."
    )


@functools.lru_cache(maxsize=128)
def _numbers(table: Released) -> tuple[list[Floats], list[tuple[str, Floats]]]:
    """Columns of counts of a table (one without a number where it has none), and its other numbers, also those in texts."""
    counts = table.frame.columns.intersection([p.measure.partition("/")[2] for p in table.published])
    floats = [table.frame[c].to_numpy(dtype=float, na_value=np.nan) for c in counts]
    return floats or [np.full(len(table.frame), np.nan)], [(str(c), n) for c in table.frame.columns.difference([*counts, *table.keys], sort=False) for n in numbers_of(table.frame[c]).T]


def _same(said: Floats, counts: Floats, *, blurred: bool) -> bool:
    """Whether numbers are the counts, rounded or not, or lie with them on a line."""
    known = ~np.isnan(said) & ~np.isnan(counts)
    x, y = counts[known], said[known]
    exact = len(x) > 0 and bool((np.abs(y - x) < _NEAR).all())
    if len(np.unique(x)) < _ROWS:
        return exact and bool(np.log10(x + 1).sum() > _DIGITS)
    off, large = np.abs(y - x), np.unique(x[x > _LARGE])
    near = (off <= _BLUR * x).all() or any((off <= base / 2).all() and (y % base == 0).all() for base in _BASES)
    rounded = blurred and len(large) >= _ROWS and bool(near)
    spread = np.ptp(y) > _SPREAD or (y % 1 != 0).any()  # near small whole numbers (ranks, keys of areas) there is always a line
    return rounded or (exact and not running(y)) or bool(len(np.unique(x)) > _ROWS and spread and total_told(said, counts))


"""What belongs to single persons and may not stand in a table: their own words, and the pseudonyms under which they are listed."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import pandas as pd

from workbench.errors import ReleaseError
from workbench.schemas import Column, Table

_WHO = frozenset({"Fall", "Person"})  # columns of pseudonyms
_SHORT = re.compile(r"\d{1,2}")  # sheet 17: ages, ranks and days are written so too
_RUN = 5  # so many words in a row are a quotation; a text of fewer is one as a whole
_HOUSE = frozenset({"Ankerbeispiel"})  # words of persons in a table that is about no single one
_RARE, _LONG = 3, 5  # a single word that fewer rows say is one of a person, if it has so many letters
_CHANCE, _SEVERAL = 1e-3, 5  # numbers that are pseudonyms as rarely by chance; so many that stand for half of all persons
_LISTED = re.compile(r"[,;/|·\n]")
_NAMED = re.compile(r"(?:fall|person|pseudonym|kennung|id|(?:fall|personen)-?(?:nr\.?|nummer|id))", re.IGNORECASE)
_NUMBERED = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[^\W\d])[\w-]+")  # »DOR-01«, also within a sentence


@dataclasses.dataclass(frozen=True)
class Persons:
    """What a report has read of single persons.

    Parameters
    ----------
    words
        Their texts, word by word.
    who
        Their pseudonyms.
    single
        Texts of one word that hardly anybody else said.
    codes
        What stands in all other columns: a code of the analysis may be taken from a text, and an area may bear the number of a person.
    """

    words: set[str] = dataclasses.field(default_factory=set)
    single: set[str] = dataclasses.field(default_factory=set)
    who: set[str] = dataclasses.field(default_factory=set)
    codes: set[str] = dataclasses.field(default_factory=set)

    def note(self, table: Table, frame: pd.DataFrame) -> None:
        """Remember the texts and pseudonyms of a table that was read, and what else is written in it."""
        for column in (c for c in table.columns if c.name in frame and c.kind in {"key", "text", "choice", "verbatim"}):
            values = set(map(str, frame[column.name].dropna().unique()))
            if _spoken(table, column):
                self.words.update(map(_worded, values))
                said = frame[column.name].dropna().map(str).map(_worded).value_counts()
                self.single.update(w for w, n in zip(map(str, said.index), said, strict=True) if n < _RARE and len(w.split()) == 1 and len(w.strip()) >= _LONG)
            elif table.personal and column.name in _WHO:
                self.who.update(_spelt(v) for v in values if not _SHORT.fullmatch(v))
            elif column.role != "text":
                self.codes.update(_spelt(part) for value in values for part in (value, *value.split(">")))

    def refuse(self, frame: pd.DataFrame, *, table: str, counts: Collection[str] = ()) -> None:
        """Refuse a table that says what a person said, or which one a row is about.

        Parameters
        ----------
        frame
            As in `workbench.start.Report.release`: its cells and the names of its columns are looked at.
        table
            Name of the table; looked at too.
        counts
            Columns of counts: their numbers are no pseudonyms.

        Raises
        ------
        ReleaseError
            With the column, never with what stands in it.
        """
        columns = [(f"In »{name}«", list(frame[name].dropna().unique())) for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
        for where, cells in (("Im Namen der Tabelle", [table]), ("Im Namen einer Spalte", list(frame.columns)), *columns):
            texts = [t for t in map(str, cells) if _spelt(t) not in self.codes]
            if any(self._quoted(texts)) or self._listed(texts):
                raise ReleaseError(f"{self._titled(table)}{where} steht, was eine Person gesagt hat oder was über sie geschrieben ist. Texte von Personen gehen nur durch bericht.quotes(…) nach außen; bitte hier weglassen.")
            if self.who.intersection(name for text in texts for name in _names(text)):
                raise ReleaseError(f"{self._titled(table)}{where} stehen Pseudonyme einzelner Personen. Eine Tabelle sagt nichts von Einzelnen: Bitte die Personen zählen und ihre Pseudonyme weglassen.")

        for name in frame.columns.difference(list(counts), sort=False):
            cells = [cell for cell in frame[name] if _spelt(str(cell)) not in self.codes]
            if self._numbered(str(name), pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")):
                raise ReleaseError(f"»{table}«: In »{name}« stehen Nummern aus den Pseudonymen einzelner Personen, eine Zeile also für eine Person. Eine Tabelle sagt nichts von Einzelnen: Bitte die Personen zählen und ihre Nummern weglassen.")

    def _listed(self, texts: Sequence[str]) -> bool:
        """Whether cells are answers of one word, not only by chance one of them."""
        words = {_worded(t) for t in texts} - {_padded([])}
        found = words & self.single
        return len(found) >= min(2, len(words)) and 2 * len(found) >= len(words) > 0

    def _numbered(self, name: str, numbers: pd.Series) -> bool:
        """Whether the numbers of a column are those in the pseudonyms, by its name, by their size or by their number."""
        bearing = {int(digits[0]) for w in self.who if len(digits := re.findall(r"\d+", w)) == 1}
        known = set(numbers.dropna())
        if not known or not known <= bearing:
            return False
        dense = len(bearing) / (max(bearing) - min(bearing) + 1)
        half = len(known) == len(numbers) >= max(_SEVERAL, len(bearing) / 2) and known != set(range(1, len(known) + 1))
        return half or bool(_NAMED.fullmatch(name)) or dense ** len(known) < _CHANCE

    def _quoted(self, texts: Iterable[str]) -> Iterator[bool]:
        """Whether texts hold words of persons."""
        said = "\n".join(self.words)
        for words in (_worded(t).split() for t in texts if self.words):
            runs = [words[i : i + _RUN] for i in range(len(words) - _RUN + 1)]
            yield any(_padded(run) in said for run in runs) or (len(words) > 1 and _padded(words) in self.words)

    def _titled(self, table: str) -> str:
        """Head of a message, unless the name itself is what must not be said."""
        return "" if any(self._quoted([table])) or self.who.intersection(_names(table)) else f"»{table}«: "


def _spoken(table: Table, column: Column) -> bool:
    """Whether a column holds texts of persons, or about one."""
    return column.kind == "verbatim" or column.name in _HOUSE or (table.personal and column.role == "text")


def _worded(text: str) -> str:
    """Words of a text, without regard to capitals, spaces and punctuation."""
    return _padded(re.findall(r"\w+", text.casefold()))


def _padded(words: Iterable[str]) -> str:
    """Words in a row, none of which is a part of a longer one."""
    return f" {' '.join(words)} "


def _spelt(text: str) -> str:
    """Text without regard to capitals and spaces."""
    return "".join(text.split()).casefold()


def _names(text: str) -> list[str]:
    """What may be a pseudonym in a cell: all of it, an entry of a list, a word with letters and digits."""
    return [_spelt(t) for t in (text, *_LISTED.split(text), *_NUMBERED.findall(text))]

"""Interviews: assembled from hand-written sentences, coded by one person, some by a second one independently."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from generator import qdpx
from generator.base import stream, write_csv
from generator.codebook import CLOSINGS, CODES, FILLERS, OPENINGS, OPENINGS_YOUTH, QUESTIONS, THEMES
from generator.facilities import HOUSES
from generator.places import Spec
from generator.texts_adults import ADULTS
from generator.texts_common import EMOJI_ANSWER, FIRST_ANSWERS, NAMES, OVERLOOKED, SUMMARIES
from generator.texts_staff import STAFF
from generator.texts_youth import YOUTH

SOURCES = {  # tables written here, and where their data come from
    "codes": "Codesystem der Interviews, synthetisch",
    "faelle": "Leitfadeninterviews 2025, synthetisch",
    "segmente": "Leitfadeninterviews 2025, synthetisch",
    "transkripte": "Leitfadeninterviews 2025, synthetisch",
    "zusammenfassungen": "Leitfadeninterviews 2025, synthetisch",
}

YOUNG, STAFF_ROLE, SCHOOL = "Jugendliche", "Fachkraft Offene Arbeit", "Schulsozialarbeit"
ROLES = (YOUNG, STAFF_ROLE, YOUNG, YOUNG, STAFF_ROLE, SCHOOL, STAFF_ROLE, "Verein und Verband", "Eltern", YOUNG, "Politik", "Eltern", YOUNG, SCHOOL, "Polizei")
TAGS = {STAFF_ROLE: "O", SCHOOL: "S", "Verein und Verband": "V", "Eltern": "E", "Politik": "P", "Polizei": "Z"}  # before the | of a sentence
BANKS = {YOUNG: YOUTH, STAFF_ROLE: STAFF, SCHOOL: STAFF}
RELATED = {"tf": "bw", "mb": "tf", "mr": "zs", "td": "tf", "vp": "th", "zs": "td", "aw": "th", "su": "sd"}
CODERS = ("Erstkodierung", "Zweitkodierung")


@dataclasses.dataclass(frozen=True)
class Segment:
    """A coded passage: code points, end exclusive."""

    start: int
    end: int
    code: str
    coder: str
    free: bool = False


@dataclasses.dataclass
class Interview:
    """A transcript while it grows."""

    case: str
    role: str
    area: str
    consent: bool
    text: str = ""
    segments: list[Segment] = dataclasses.field(default_factory=list)
    summaries: dict[str, str] = dataclasses.field(default_factory=dict)

    def say(self, *sentences: str) -> tuple[int, int]:
        """Append sentences to the line; returns the passage they fill."""
        start = len(self.text)
        self.text += " ".join(sentences).replace(" \n", "\n")
        return start, len(self.text)


class Author:
    """Draws sentences for the interviews of one place: those told least so far first, none twice in one interview."""

    def __init__(self, spec: Spec) -> None:
        self.spec, self.rng = spec, stream(spec.key, "interviews")
        self.told: Counter[str] = Counter()

    def draw(self, bank: tuple[str, ...], area: str, *, role: str = "", count: int = 1) -> list[str]:
        """Sentences that fit the role, with their slots filled; fewer where the bank holds no more."""
        fitting = [s for s in bank if "|" not in s or TAGS.get(role, "–") in s.split("|")[0]]
        order = sorted(self.rng.permutation(len(fitting)), key=lambda i: self.told[fitting[i]])
        chosen = [fitting[i] for i in order[:count]]
        self.told.update(chosen)
        houses = [h.name for h in HOUSES[self.spec.key] if h.offer == "offen"]
        slots = {"raum": area, "haus": str(self.rng.choice(houses)), "wer": NAMES[self.spec.key][int(self.rng.integers(2))][1]}
        return [s.rpartition("|")[2].format(**slots) for s in chosen]

    def interview(self, number: int) -> Interview:
        """One whole interview with its first coding."""
        role, rng = ROLES[number], self.rng
        settled = [a for a, heads in zip(self.spec.areas, self.spec.totals, strict=True) if heads >= 300]
        key, name, _ = settled[int(rng.integers(len(settled)))]
        area = name.removeprefix("Samtgemeinde ").split(" (")[0]
        case = f"{self.spec.key[:3].upper()}-{number + 1:02d}"
        made = Interview(case, role, key, consent=number not in {3, 8})
        made.say("I:", *self.draw(OPENINGS_YOUTH if role == YOUNG else OPENINGS, area), "\nB: ")
        made.say(*self.draw(FIRST_ANSWERS, area, count=2), *([EMOJI_ANSWER] if role == YOUNG else []))
        for theme in [list(THEMES)[i] for i in rng.permutation(len(THEMES))]:
            self.answer(made, theme, area, number)
        made.say("\nI: Vielen Dank für das Gespräch.\nB:", *self.draw(CLOSINGS, area), "\n")
        return made

    def answer(self, made: Interview, theme: str, area: str, number: int) -> None:
        """Question and answer to one theme: one or two codes with one to three sentences each."""
        bank, rng = BANKS.get(made.role, ADULTS), self.rng
        made.say("\nI:", *self.draw(QUESTIONS[theme], area), "\nB:", *self.draw(FILLERS, area))
        codes = [k for k, c in CODES.items() if c.theme == theme]
        chosen = [codes[i] for i in rng.permutation(len(codes))[: 1 + int(rng.random() < 0.8)]]
        for code in chosen:
            self.passage(made, code, self.draw(bank[code], area, role=made.role, count=int(rng.choice([1, 2, 3], p=[0.35, 0.45, 0.2]))))
        slip = OVERLOOKED.get(number)
        if slip and CODES[slip[0]].theme == theme:
            original = NAMES[self.spec.key][number % 2][0]
            self.passage(made, slip[0], [slip[1].format(original=original)], free=True)
        if rng.random() < 0.75:
            made.summaries[theme] = " ".join(str(rng.choice(SUMMARIES[c])) for c in chosen)

    def passage(self, made: Interview, code: str, sentences: list[str], *, free: bool | None = None) -> None:
        """Sentences as one coded passage, sometimes under a related code too."""
        made.say(" ")
        start, end = made.say(*sentences)
        free = bool(self.rng.random() < 0.3) if free is None else free
        made.segments.append(Segment(start, end, code, CODERS[0], free))
        if code in RELATED and self.rng.random() < 0.25:
            made.segments.append(Segment(start, end, RELATED[code], CODERS[0], free))


def second_coding(made: Interview, rng: np.random.Generator) -> Iterator[Segment]:
    """What another person codes in the same text: misses some, bounds some differently, takes a neighbouring code for some."""
    for segment in made.segments:
        if rng.random() < 0.14:
            continue
        start, end, code = segment.start, segment.end, segment.code
        first = made.text[start:end].find(". ")
        if first > 0 and rng.random() < 0.2:
            end = start + first + 1
        if rng.random() < 0.12:
            siblings = [k for k, c in CODES.items() if c.theme == CODES[code].theme and k != code]
            code = siblings[0] if rng.random() < 0.7 else str(rng.choice(list(CODES)))
        yield Segment(start, end, code, CODERS[1])


def interviews(spec: Spec) -> list[Interview]:
    """All interviews of a place; every third is coded twice."""
    author, rng = Author(spec), stream(spec.key, "zweitkodierung")
    made = [author.interview(n) for n in range(spec.interviews)]
    for interview in made[::3]:
        interview.segments += list(second_coding(interview, rng))
    return made


def write(spec: Spec, folder: Path) -> None:
    """interviews.qdpx and, apart from it, the key of the pseudonyms."""
    qdpx.write(folder / "interviews.qdpx", spec, interviews(spec))
    write_csv(folder.parent / "schluessel" / f"{spec.key}.csv", ("Original", "Pseudonym"), NAMES[spec.key], type(spec.style)())

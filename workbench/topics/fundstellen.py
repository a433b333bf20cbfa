"""How often a keyword is said, and by how many persons."""

import re

import pandas as pd

from workbench.methods.text import keyword_in_context
from workbench.schemas.terms import TOTAL

_INTERVIEWER = re.compile(r"^(?:I|INT|Interview\w*)\d?\s?:.*$", re.MULTILINE)


def forms(transkripte: pd.DataFrame, *, stichwort: str) -> pd.DataFrame:
    """Inflected forms of a keyword in what the interviewed persons say.

    Parameters
    ----------
    transkripte
        Transcripts; paragraphs that begin with »I:« are the interviewer's and left out.
    stichwort
        One word, or several that must follow each other; found in every inflected form.

    Returns
    -------
    pandas.DataFrame
        Wortform in alphabetical order (an order by frequency would tell of what is hidden), Personen, Fundstellen; »Insgesamt« last.
        Persons do not add up: one may use several forms.
    """
    hits = pd.DataFrame(
        [
            (fall, line.form)
            for fall, text in transkripte[["Fall", "Text"]].itertuples(index=False, name=None)
            for line in keyword_in_context(_INTERVIEWER.sub("", text), stichwort)
        ],
        columns=["Fall", "Wortform"],
        dtype="str",
    )
    counts = hits.groupby("Wortform").agg(Personen=("Fall", "nunique"), Fundstellen=("Fall", "size")).reset_index()
    total = pd.DataFrame({"Wortform": [TOTAL], "Personen": [hits["Fall"].nunique()], "Fundstellen": [len(hits)]})
    return pd.concat([counts, total.head(len(counts))], ignore_index=True)

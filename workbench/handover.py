"""What a report tells the batch that runs it; outside a batch nobody listens."""

import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.disclosure import record
from workbench.disclosure.cells import Released
from workbench.disclosure.coarser import offers
from workbench.disclosure.door import release
from workbench.disclosure.model import Model, leaders, texts_of
from workbench.disclosure.published import Published, dumps

HANDOVER = "WORKBENCH_HANDOVER"  # names the file for it, set by a batch
PREVIEW = "WORKBENCH_PREVIEW"  # set where a consultant asks what will be hidden


def hand_over(entry: record.Entry, published: Sequence[Published] = (), known: Mapping[str, Any] | None = None) -> None:
    """Tell the batch what was released."""
    file = os.environ.get(HANDOVER)
    if file:
        line = json.dumps({"entry": entry, "published": json.loads(dumps(published)), **(known or {})}, ensure_ascii=False)
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


def printable(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Released numbers and words: what a sentence may say."""
    numbers = frame.select_dtypes("number")
    values = pd.unique(np.append(numbers.to_numpy(dtype=float, na_value=np.nan).ravel(), numbers.sum().to_numpy(dtype=float)))
    words = {str(w) for c in frame.columns.difference(numbers.columns) for w in frame[c].dropna().unique()}
    return {"values": values[~np.isnan(values)].tolist(), "words": sorted(words)}


def preview(frame: pd.DataFrame, released: Released, model: Model, given: Mapping[str, Any], how: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is hidden row by row, and what a coarser table would save: for the consultant's own eyes, and only when asked."""
    if PREVIEW not in os.environ or not any(released.why):
        return {}
    rows = [*zip(*(texts_of(released.frame[k]) for k in released.keys), strict=True)]
    counted = [given["count"]] if isinstance(given["count"], str) else list(given["count"])
    keys = list(dict.fromkeys(leaders(released.frame, released.keys).values()))
    adding = how.get("additive", True)

    def across(coarse: list[str]) -> bool | list[str]:
        """Over which of these columns counts add up, as the call says."""
        return adding if isinstance(adding, bool) else [k for k in adding if k in coarse]

    def again(coarse: pd.DataFrame, keys: list[str], parents: dict[str, dict[str, str]]) -> Released:
        """Release a coarser frame in place of this one."""
        others = [p for p in given["earlier"] if p.table != released.title]
        return release(coarse, model=dataclasses.replace(model, parents={**model.parents, **parents}), by=keys, additive=across(keys), **{**given, "earlier": others})

    over = across(keys)
    found = offers(frame.reset_index(drop=True), keys=keys, across=keys if over is True else over, counts=counted, release=again) if over else []
    return {"rows": [(", ".join(r), why) for r, why in zip(rows, released.why, strict=True) if why], "offers": [dataclasses.astuple(o) for o in found]}

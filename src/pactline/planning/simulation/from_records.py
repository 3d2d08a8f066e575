"""How long contacts really took: handling times from records, for the simulation to draw from."""

from __future__ import annotations

import narwhals as nw
import numpy as np

from pactline.planning.fetching import fetched, place_in
from pactline.planning.simulation.handling import ObservedHandling
from pactline.records.any_record_set import AnyRecordSet

_LEAST = 30


def observed_handling(records: AnyRecordSet, most: int = 100_000) -> dict[str, ObservedHandling]:
    """Talk, hold and wrap-up of the answered contacts of each queue with at least 30 of them; of more than ``most`` the
    shares at even distances. What a source did not say counts as nothing; contacts without talk time are left out.

    The engine adds up contacts of the same length, so the records may be larger than memory."""
    parts = [nw.col(name).fill_null(0) for name in ("talk_ms", "hold_ms", "wrap_ms")]
    frame = records.contacts().filter(nw.col("outcome") == "answered", nw.col("talk_ms") > 0)
    frame = frame.select(queue=nw.col("queue").fill_null(""), handled_ms=parts[0] + parts[1] + parts[2])
    by_length = frame.group_by("queue", "handled_ms").agg(n=nw.len())
    names = sorted(str(row["queue"]) for row in records.rows(frame.select("queue").unique()))
    by_length = by_length.select("handled_ms", n=nw.col("n").cast(nw.Int64), place=place_in("queue", names))
    found = fetched(records, by_length, ("place", "handled_ms", "n"), ("place", "handled_ms"))
    bounds = np.searchsorted(found["place"], np.arange(len(names) + 1))
    laws = {}
    for name, start, end in zip(names, bounds, bounds[1:], strict=False):
        seen_s, upto = found["handled_ms"][start:end] / 1000, np.cumsum(found["n"][start:end])
        if upto[-1] >= _LEAST:
            chosen = np.arange(0, upto[-1], max(int(upto[-1]) // most, 1))  # of the contacts in order of their length
            laws[name] = ObservedHandling(tuple(seen_s[np.searchsorted(upto, chosen, side="right")].tolist()))
    return laws

"""How long contacts really took: handling times from records, for the simulation to draw from."""

from __future__ import annotations

import narwhals as nw

from pactline.planning.simulation.handling import ObservedHandling
from pactline.records.any_record_set import AnyRecordSet

_LEAST = 30


def observed_handling(records: AnyRecordSet, most: int = 100_000) -> dict[str, ObservedHandling]:
    """Talk, hold and wrap-up of the answered contacts of each queue with at least 30 of them; of more than ``most`` the
    shares at even distances. What a source did not say counts as nothing; contacts without talk time are left out."""
    parts = [nw.col(name).fill_null(0) for name in ("talk_ms", "hold_ms", "wrap_ms")]
    frame = records.contacts().filter(nw.col("outcome") == "answered", nw.col("talk_ms") > 0)
    rows = records.rows(frame.select("queue", (parts[0] + parts[1] + parts[2]).alias("handled_ms")))
    by_queue: dict[str, list[float]] = {}
    for row in rows:
        by_queue.setdefault(str(row["queue"]), []).append(int(row["handled_ms"] or 0) / 1000)
    return {
        queue: ObservedHandling(tuple(sorted(seen)[:: max(len(seen) // most, 1)]))
        for queue, seen in by_queue.items()
        if len(seen) >= _LEAST
    }

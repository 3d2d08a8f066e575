"""What the records hold of a span besides contacts: events of tickets, attempts, agents' time, by queue or campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import narwhals as nw

from pactline.records.tables import AGENT_STATES, ATTEMPTS, TABLES, TICKET_EVENTS
from pactline.statement.counting.asking import Records
from pactline.values.span import Span

_QUEUES: Mapping[str, str] = {
    TICKET_EVENTS.name: "queue", ATTEMPTS.name: "campaign", AGENT_STATES.name: "queue"
}  # fmt: skip


def other_rows(records: Records, span: Span) -> Counter[str]:
    """How many there are of each queue; of no queue under the empty name."""
    found: Counter[str] = Counter()
    for name, queue in _QUEUES.items():
        if name not in records.tables:
            continue
        at = TABLES[name].at
        frame = records.table(name).filter((nw.col(at) >= span.start) & (nw.col(at) < span.end))
        for row in records.rows(frame.group_by(queue).agg(n=nw.len())):
            found[row[queue] or ""] += row["n"]
    return found

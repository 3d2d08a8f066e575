"""``assertions.csv``: how many contacts there were, as the parties say it from sources of their own."""

from __future__ import annotations

from pathlib import Path

from pactline.importers.facts.columns import EVIDENCE, Column, FactFile, Kind
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.records.facts import Assertion
from pactline.values.span import QUARTER_HOUR_US

ASSERTED = ("offered", "answered", "abandoned", "flowed_out", "callback", "refused")

FILE = FactFile(
    "assertions.csv",
    "How many contacts a party says there were, from its own source; the statement says whether the records agree. "
    "An assertion is about whole days (`first`, `last`) or about an interval (`start`, `end`) on quarters of an hour.",
    (
        Column("said_by", Kind.TEXT, "who says it, and from what: the client's switch", filled=True),
        Column("service", Kind.NAME, "the service, as the agreement names it", filled=True),
        Column("first", Kind.DAY, "the first day", named=False),
        Column("last", Kind.DAY, "the last day, itself included", named=False),
        Column("start", Kind.INSTANT, "when the interval begins", named=False),
        Column("end", Kind.INSTANT, "when the interval is over", named=False),
        Column("what", Kind.NAME, f"what was counted: {', '.join(ASSERTED)}", filled=True),
        Column("value", Kind.WHOLE, "how many there were", filled=True),
        Column(EVIDENCE.name, EVIDENCE.kind, EVIDENCE.meaning, named=False),
    ),
    "said_by,service,first,last,what,value\nthe client's switch,support,2025-03-03,2025-03-03,answered,4117\n",
)


def read_assertions(path: Path) -> tuple[Assertion, ...]:
    """The assertions of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [made for row in read_rows(path, FILE, told) if (made := _assertion(row, told.file))]
    told.stop()
    return tuple(found)


def _assertion(row: FactRow, file: str) -> Assertion | None:
    row.demand()
    said_by, service, what, value = row.text("said_by"), row.name("service"), row.name("what"), row.whole("value")
    if what and what not in ASSERTED:
        row.fault("ASSERT_WHAT", "what", f"{what!r} is nothing that can be asserted")
    days, interval = (any(row.holds(name) for name in pair) for pair in (("first", "last"), ("start", "end")))
    if days == interval:
        row.fault("ASSERT_WHEN", None, "the row gives days and an interval" if days else "the row does not say when")
    for pair in (("first", "last"), ("start", "end")):
        for one, other in (pair, pair[::-1]):
            if row.holds(one) and not row.holds(other):
                row.fault("FACT_EMPTY", other, f"`{one}` is given without `{other}`", f"give {other} as well")
    period, span = row.period(), row.span()
    if span is not None and any(edge % QUARTER_HOUR_US for edge in span):
        row.fault("ASSERT_GRAIN", "start", "the interval does not begin and end on a quarter of an hour")
    if not row.sound or value is None:
        return None
    start_us, end_us = span or (None, None)
    return Assertion(said_by, service, start_us, end_us, period, what, value, row.text("evidence"), file, row.line)

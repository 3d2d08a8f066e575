"""``change-orders.yaml``: work that was agreed on later."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pactline.agreement.shape import Shape
from pactline.agreement.terms import Text
from pactline.importers.facts.entries import Entries, EntryFile, FactDay, Quantity
from pactline.records.facts import ChangeOrder


class ChangeOrderShape(Shape):
    """One change order."""

    activity: Text = Field(description="the activity, as the agreement names it")
    agreed: FactDay = Field(description="the day it was agreed on")
    first: FactDay = Field(description="the day from which it holds")
    planned: Quantity = Field(description="how much was planned, in the unit of the activity")
    actual: Quantity | None = Field(default=None, description="how much it came to; left out while it is not known")
    evidence: Text = Field(default="", description="where this can be looked up")


FILE = EntryFile(
    "change-orders.yaml",
    "Work that was agreed on after the agreement, by the id of the order.",
    "change order",
    ChangeOrderShape,
    """\
CR-7:
  activity: reporting-hours
  agreed: 2025-05-20
  first: 2025-06-01
  planned: 120
  actual: 131.5
  evidence: minutes of 20 May
""",
)


def read_change_orders(path: Path) -> tuple[ChangeOrder, ...]:
    """The change orders of a file, in its order. Raises Problems with every fault."""
    entries = Entries(path, FILE)
    found = [
        ChangeOrder(
            name, part["activity"], part["agreed"], part["first"], part["planned"], part["actual"], part["evidence"],
            entries.report.file, part.node.line,
        )
        for name, part in entries
        if not part.unread
    ]  # fmt: skip
    entries.stop()
    return tuple(found)

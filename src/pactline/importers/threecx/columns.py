"""The columns of a 3CX call data record. They are chosen in the console and no header names them.

Without a header the list that 3CX offers is taken, in its order. A first line of names declares another list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pactline.importers.fault import Fault, quoted
from pactline.importers.reading import SourceRefused

USUAL = (
    "historyid", "callid", "duration", "time_start", "time_answered", "time_end", "reason_terminated",
    "from_no", "to_no", "from_dn", "to_dn", "dial_no", "reason_changed", "final_number", "final_dn",
    "bill_code", "bill_rate", "bill_cost", "bill_name", "chain", "from_type", "to_type", "final_type",
    "from_dispname", "to_dispname", "final_dispname", "missed_queue_calls",
)  # fmt: skip
"""The order of the list as 3CX offers it, and as the sample has it."""

NEEDED = (
    "historyid", "time_start", "time_answered", "time_end", "reason_terminated", "from_no", "to_dn", "from_type",
    "to_type", "final_dn", "final_type",
)  # fmt: skip

_SEGMENTS = frozenset({"cdr_id", "call_history_id", "cdr_started_at", "originating_cdr_id", "continued_in_cdr_id"})
_HELP = (
    "a name must not hold a comma, and another list of columns needs a first line that names them "
    "(docs/how-to/import-3cx.md)"
)


@dataclass(frozen=True)
class Columns:
    """Where each column stands."""

    names: tuple[str, ...]

    def values(self, cells: Sequence[str]) -> Mapping[str, str]:
        """The values of a line by column. Raises Fault when their number is another."""
        if len(cells) != len(self.names):
            raise Fault("CX_COLUMNS", f"The line has {len(cells)} values, the columns are {len(self.names)}: {_HELP}.")
        return {name: cell.strip() for name, cell in zip(self.names, cells, strict=True)}


def declared(cells: Sequence[str], line: int) -> Columns | None:
    """The columns that a line names; None for a line that names none. Raises SourceRefused."""
    names = tuple(cell.strip().lower().replace("-", "_") for cell in cells)
    if _SEGMENTS & set(names):
        raise SourceRefused(
            "CX_SEGMENTS",
            "These are the segments that newer versions of 3CX log, not its call data records. Choose the CDR output, "
            "or describe the file in a mapping.",
            line,
        )
    if "historyid" not in names:
        return None
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceRefused("HDR_DUPLICATE", f"The column {quoted(twice[0])} is named twice.", line)
    if missing := [name for name in NEEDED if name not in names]:
        raise SourceRefused("HDR_MISSING_COLUMN", f"The columns lack {', '.join(missing)}.", line)
    return Columns(names)

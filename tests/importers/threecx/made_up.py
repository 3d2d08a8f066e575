"""Call data records made up for tests, written as 3CX writes them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pactline.importers.reading import Carried, Item, Read, Reading, Source
from pactline.importers.threecx import importing
from pactline.importers.threecx.columns import USUAL
from pactline.values.zone import zone

BERLIN = zone("Europe/Berlin")
T0_US = 1_772_438_400_000_000  # 2026-03-02 09:00 in Berlin


def us(seconds: int) -> int:
    """Seconds after the call began, as an instant."""
    return T0_US + seconds * 1_000_000


def cdr(number: int = 1, columns: Iterable[str] = USUAL, **changes: str) -> str:
    """A call from outside to queue 800: an agent (101) answers after 12 s, over after 132 s."""
    values = {
        "historyid": f"Call {number}", "callid": f"00000C05_{number}", "duration": "00:02:00",
        "time_start": "2026/03/02 09:00:00", "time_answered": "2026/03/02 09:00:12", "time_end": "2026/03/02 09:02:12",
        "reason_terminated": "TerminatedBySrc", "from_no": "+4930123", "to_no": "Ext.800", "from_dn": "10000",
        "to_dn": "800", "dial_no": "800", "reason_changed": "ReplacedDst", "final_number": "Ext.101",
        "final_dn": "101", "chain": "Chain: +4930123;Ext.800;Ext.101;", "from_type": "Line", "to_type": "Queue",
        "final_type": "Extension", "from_dispname": "+4930123", "to_dispname": "Sales", "final_dispname": "Anna",
    } | changes  # fmt: skip
    return ",".join(values.get(name, "") for name in columns) + "\r\n"


NOBODY = {"reason_changed": "", "final_number": "", "final_dn": "", "final_type": "", "final_dispname": "",
          "chain": "Chain: +4930123;Ext.800;"}  # fmt: skip


def abandoned(number: int = 1, **changes: str) -> str:
    """A call that the queue picked up at once and the caller ended after 30 s."""
    times = {"time_answered": "2026/03/02 09:00:00", "time_end": "2026/03/02 09:00:30", "duration": "00:00:30"}
    return cdr(number, **{**NOBODY, **times, **changes})


def from_menu(number: int = 1, **changes: str) -> str:
    """A call to a menu (900) that passed 800 on its way to an agent."""
    menu = {"to_no": "Ext.900", "to_dn": "900", "to_type": "Ivr", "chain": "Chain: +4930123;Ext.900;Ext.800;Ext.101;"}
    return cdr(number, **{**menu, **changes})


def ring(number: int = 1, **changes: str) -> str:
    """The queue's own call to agent 102, which nobody took."""
    leg = {
        "callid": "00000C05_900", "from_no": "Ext.800", "from_dn": "800", "from_type": "Queue", "to_no": "Ext.102",
        "to_dn": "102", "to_type": "Extension", "chain": "", "time_start": "2026/03/02 09:00:02", "time_answered": "",
        "time_end": "2026/03/02 09:00:08", "duration": "", "reason_terminated": "Failed_Cancelled",
    }  # fmt: skip
    return cdr(number, **{**NOBODY, **leg, **changes})


class Files:
    """Files one after the other, with what an importer may rely on between them: the carried lines it asks for."""

    def __init__(self, **declared: Any) -> None:
        self._declared = {"zone": BERLIN, **declared}
        self._carried: list[Carried] = []
        self.warnings: list[tuple[int, str, str]] = []

    def take(self, *found: str | bytes) -> list[Item]:
        """The items of one more file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cdr.log"
            path.write_bytes(b"".join(each if isinstance(each, bytes) else each.encode() for each in found))
            reading = Reading(earlier=self._earlier, **self._declared)
            items = list(importing.read(Source(path.name, path), reading))
        self._carried += reading.carry
        self.warnings = reading.warnings
        return items

    def _earlier(self, keys: Collection[str]) -> Iterable[Carried]:
        return [carried for carried in self._carried if carried.key in keys]


def items(*found: str, **declared: Any) -> list[Item]:
    """What the importer makes of lines in one file."""
    return Files(**declared).take(*found)


def rows(*found: str, **declared: Any) -> list[dict[str, Any]]:
    """The records they make, with the columns that are not null."""
    told = items(*found, **declared)
    return [{k: v for k, v in item.row.items() if v is not None} for item in told if isinstance(item, Read)]

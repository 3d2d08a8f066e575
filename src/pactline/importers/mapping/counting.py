"""Counts of an interval: the columns of a group to one row for each count, in the long form of the record set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from pactline.importers.fault import Fault
from pactline.importers.files.cells import number_in, usable
from pactline.importers.mapping.cases import Fields, known
from pactline.importers.mapping.compiling import Compiler, length_ms
from pactline.importers.mapping.here import Here
from pactline.importers.mapping.model import Added, IntervalGroup
from pactline.importers.plain.tables import CHECKS
from pactline.records.staging import Row
from pactline.values.duration import Duration

What: TypeAlias = tuple[str, int]
"""What is counted, and within how many milliseconds (0 where no wait is meant)."""
Counter: TypeAlias = Callable[[Here], int | None]


class GroupCounts:
    """Makes the rows of one group of columns."""

    def __init__(self, fields: Fields, group: IntervalGroup, compiler: Compiler) -> None:
        self.fields = fields
        self._counters = dict(_counters(group, compiler))
        self._applies = compiler.when(group.when)

    def rows(self, here: Here) -> list[Row]:
        """One row for each count that is known. Raises Fault."""
        if not self._applies(here):
            return []
        found = {what: value for what, count in self._counters.items() if (value := count(here)) is not None}
        if not found:
            return []
        _check_parts(found)
        place = known(self.fields.row(here))
        made: list[Row] = []
        for (what, within), value in found.items():
            row = {**place, "what": what, "value": value, **({"within_ms": within} if what.endswith("_within") else {})}
            CHECKS[self.fields.target.table.name](row)
            made.append(row)
        return made


def _counters(group: IntervalGroup, compiler: Compiler) -> list[tuple[What, Counter]]:
    """What each count of the group is called in the record set, and how it is read."""
    found: list[tuple[What, Counter]] = []
    for name, listed in group.counts:
        if isinstance(listed, dict):
            found += [((name, Duration.parse(text).ms), _count(columns, compiler)) for text, columns in listed.items()]
        elif listed is not None:
            found.append(((name, 0), _count(listed, compiler)))
    return found + [((f"{name}_ms", 0), _sum(added, compiler)) for name, added in group.sums if added is not None]


def _count(columns: Sequence[str], compiler: Compiler) -> Counter:
    """The sum of the columns; None when one of them is empty."""
    places = [(compiler.index[column], column) for column in columns]

    def count(here: Here) -> int | None:
        total = 0
        for at, column in places:
            cell = here.cells[at]
            if usable(cell, column).strip() == "":
                return None
            number = number_in(cell, column, compiler.decimal)
            if number.denominator != 1:
                raise Fault("NUM_FORMAT", f"{column}: {number} is no count.")
            if number < 0:
                raise Fault("NUM_NEGATIVE", f"{column}: {number} is negative; a count cannot be.")
            total += int(number)
        return total

    return count


def _sum(added: Added, compiler: Compiler) -> Counter:
    """The lengths of the columns together, in whole milliseconds; None when one of them is empty."""
    places = [(compiler.index[c], c, sign) for listed, sign in ((added.columns, 1), (added.minus, -1)) for c in listed]

    def total(here: Here) -> int | None:
        exact = 0
        for at, column, sign in places:
            cell = here.cells[at]
            if usable(cell, column).strip() == "":
                return None
            exact += sign * round(length_ms(cell, column, added.unit, compiler.decimal))
        if exact < 0:
            raise Fault("NUM_NEGATIVE", f"{', '.join(added.columns)}: the sum is negative; a length cannot be.")
        return exact

    return total


def _check_parts(found: Mapping[What, int]) -> None:
    """A part is never greater than its whole, nor what came in a shorter time than what came in a longer one."""
    for kind in ("answered", "abandoned"):
        steps = [(within, value) for (what, within), value in sorted(found.items()) if what == f"{kind}_within"]
        whole = [found[kind, 0]] if (kind, 0) in found else []
        for fewer, more in pairwise([value for _, value in steps] + whole):
            if fewer > more:
                message = f"{fewer:,} were {kind} in some time, and only {more:,} in a longer time or in all."
                raise Fault("MAP_COUNTS", message)
    for part, of in (("short_abandoned", "abandoned"), ("transferred", "answered")):
        if (of, 0) in found and found.get((part, 0), 0) > found[of, 0]:
            raise Fault("MAP_COUNTS", f"{found[part, 0]:,} were {part}, and only {found[of, 0]:,} {of}.")

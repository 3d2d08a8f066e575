"""What earlier files left about the calls of a large log, fetched round by round without holding it in memory."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count

from pactline.importers.queue_log.giving import Told
from pactline.importers.queue_log.in_memory import SYSTEM
from pactline.importers.queue_log.shelf import Kept, Shelf
from pactline.importers.queue_log.sound_lines import COMPLETIONS, EARLIER, lines_as_told
from pactline.importers.queue_log.visits import SECOND_US
from pactline.importers.queue_log.wraps import WITHIN_US
from pactline.importers.queue_log.wraps_on_disk import WrapsOnDisk, slots
from pactline.importers.reading import Reading


class Recalling:
    """Fetches the lines of calls that go on here, that are still open, or that hang on either."""

    def __init__(self, reading: Reading, shelf: Shelf, told: Told, wraps: WrapsOnDisk) -> None:
        self._reading, self._shelf, self._told, self._wraps = reading, shelf, told, wraps
        self._lines = shelf.written("recalled", seq="BIGINT", call="VARCHAR", text="VARCHAR")
        self._loose = shelf.written("loose", key="VARCHAR")
        self._seq = EARLIER

    def recall(self, here: str) -> str:
        """SQL for the lines of this file, which ``here`` yields, together with those that earlier files left."""
        shelf, known, earlier = self._shelf, here, None
        shelf.run("CREATE OR REPLACE TABLE asked (key VARCHAR)")
        for turn in count():
            wanted = _Wanted(shelf, self._keys(known))
            if not wanted:
                break
            for carried in self._reading.earlier(wanted):
                self._take(carried.key, carried.text)
            wanted.note_asked()
            earlier = shelf.keep(f"recalled-{turn}", lines_as_told(self._lines.select))
            known = f"{here} UNION ALL {earlier.select}"
        return self._together(here, earlier)

    def _keys(self, known: str) -> str:
        done = f"SELECT agent, us FROM ({known}) WHERE event IN ({COMPLETIONS})"
        parts = [
            f"SELECT '{SYSTEM}' AS key",
            f"SELECT DISTINCT call FROM ({known})",
            slots(done, WITHIN_US, -SECOND_US),
            self._wraps.keys(),
            self._loose.select if self._loose.count else None,
        ]
        every = " UNION ".join(f"({part})" for part in parts if part)
        return f"SELECT key FROM ({every}) ANTI JOIN asked USING (key)"

    def _take(self, key: str, text: str) -> None:
        self._seq += 1
        word, _, rest = text.partition("\t")
        if word == "restart":
            self._told.restarts.append(int(rest))
            self._told.earlier_restarts.append(int(rest))
        elif word == "latest":
            self._told.earlier_latest_us = max(self._told.earlier_latest_us, int(rest))
        elif word in ("open", "call", "link"):
            self._loose.write(rest)
            if word == "link":
                self._told.once_linked.add(key)
        elif word == "wrap":
            self._wraps.take(rest, self._seq)
        else:
            self._lines.write(self._seq, key, text)

    def _together(self, here: str, earlier: Kept | None) -> str:
        if earlier is None:
            return here
        once = (
            f"SELECT * FROM ({earlier.select}) r ANTI JOIN ({here}) h USING (call, text) "
            "QUALIFY row_number() OVER (PARTITION BY call, text ORDER BY seq) = 1"
        )
        return f"{here} UNION ALL {self._shelf.keep('recalled', once).select}"


class _Wanted(Collection[str]):
    """Keys that lie in the engine: they are worked out when somebody looks at them."""

    def __init__(self, shelf: Shelf, select: str) -> None:
        self._shelf, self._select = shelf, select
        self._there = False

    def _table(self) -> str:
        if not self._there:
            self._shelf.run(f"CREATE OR REPLACE TABLE wanted AS {self._select}")
            self._there = True
        return "wanted"

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._shelf.stream(f"SELECT key FROM {self._table()}"))

    def __len__(self) -> int:
        return int(self._shelf.run(f"SELECT count(*) FROM {self._table()}")[0][0])

    def __contains__(self, key: object) -> bool:
        return any(each == key for each in self)

    def note_asked(self) -> None:
        """These need not be asked for again."""
        self._shelf.run(f"INSERT INTO asked SELECT key FROM {self._table()}")

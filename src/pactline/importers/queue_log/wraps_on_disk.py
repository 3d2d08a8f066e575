"""Wrap-up in a large ``queue_log``: the same join as in ``wraps``, made by the engine."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterator

from pactline.importers.queue_log.events import from_text
from pactline.importers.queue_log.shelf import Shelf
from pactline.importers.queue_log.sound_lines import COMPLETIONS, EARLIER
from pactline.importers.queue_log.visits import SECOND_US
from pactline.importers.queue_log.wraps import SLOT_US, WITHIN_US, unplaced
from pactline.importers.reading import Ignored


class WrapsOnDisk:
    """Wrap-up of this file and of earlier ones."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        columns = {"seq": "BIGINT", "us": "BIGINT", "agent": "VARCHAR", "ms": "BIGINT", "data": "VARCHAR"}
        self._written = shelf.written("wraps", **columns, text="VARCHAR")
        self.joined: str | None = None
        """SQL for ``agent``, ``us`` (of the completion), ``ms`` and ``seq``, once joined; None: there are none."""

    def take(self, text: str, seq: int) -> None:
        """Another one, whose figures are sound."""
        event = from_text(text, seq)
        self._written.write(seq, event.us, event.agent, event.ms("wrap") or 0, "\t".join(event.data), text)

    def keys(self) -> str | None:
        """SQL for the slots in which completions may lie that these belong to; None if there are none."""
        return slots(self._written.select, -WITHIN_US, SECOND_US) if self._written.count else None

    def lines(self) -> str | None:
        """SQL for the lines of this file as they are carried."""
        if not self._written.count:
            return None
        return (
            f"SELECT DISTINCT {_slot('us')} AS key, 'wrap' || chr(9) || text AS text FROM ({self._written.select}) "
            f"WHERE seq < {EARLIER}"
        )

    def join(self, lines: str) -> Iterator[Ignored]:
        """Join each to the last completion of its agent among some lines; those that fit none."""
        if not self._written.count:
            return
        wraps = f"SELECT * FROM ({self._written.select}) QUALIFY row_number() OVER (PARTITION BY text ORDER BY seq) = 1"
        done = f"SELECT DISTINCT agent, us FROM ({lines}) WHERE event IN ({COMPLETIONS})"
        joined = (
            f"SELECT w.agent, c.us, w.ms, w.seq FROM ({wraps}) w ASOF JOIN ({done}) c "
            f"ON w.agent = c.agent AND w.us + {SECOND_US} >= c.us WHERE c.us >= w.us - {WITHIN_US} "
            "QUALIFY row_number() OVER (PARTITION BY w.agent, c.us ORDER BY w.us, w.data, w.seq) = 1"
        )
        self.joined = self._shelf.keep("joined", joined).select
        loose = (
            f"SELECT seq, agent FROM ({wraps}) w ANTI JOIN ({self.joined}) j USING (seq) WHERE seq < {EARLIER} "
            "ORDER BY us, data, seq"
        )
        yield from (unplaced(seq, agent) for seq, agent in self._shelf.stream(loose))


def slots(events: str, *around_us: int) -> str:
    """SQL for the slots of some events with ``agent`` and ``us``, and of moments around each."""
    moments = " UNION ALL ".join(f"SELECT agent, us + {later} AS us FROM ({events})" for later in (0, *around_us))
    return f"SELECT DISTINCT {_slot('us')} AS key FROM ({moments})"


def completions(lines: str) -> str:
    """SQL for what is carried of the ends of conversations, so that wrap-up finds them: as in ``wraps``."""
    return (
        f"SELECT DISTINCT {_slot('us')} AS key, 'call' || chr(9) || call AS text FROM ({lines}) "
        f"WHERE event IN ({COMPLETIONS})"
    )


def _slot(us: str) -> str:
    """The same as ``wraps.slot``."""
    return f"'wrap ' || ({us} // {SLOT_US}) || ' ' || agent"

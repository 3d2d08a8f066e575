"""The file ``patience.json``: what ``pactline patience -o`` writes and ``pactline staff --patience FILE`` reads.

Its shape (further keys tell people more; these are what is read)::

    {"made_by": "pactline patience",
     "queues": [{"queue": "help",                        # null: of all queues together
                 "hung_up": 1234,                        # hang-ups the estimate rests on
                 "from_counts": false,                   # true: from interval counts alone, less certain
                 "law": {"at_once": 0.013,               # share that hangs up as soon as it has to wait
                         "edges_s": [0.0, 1.0, 12.5],    # where the pieces begin; the last one runs on for ever
                         "hazards_per_s": [0.0, 0.004, 0.002]}}]}

>>> laws = read_patience("patience.json")                                                        # doctest: +SKIP
>>> laws.of("help")          # the law of a queue; of all queues together where it has none     # doctest: +SKIP
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pactline.planning.given_file import is_name, read_given
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.refusal import Refused
from pactline.values.problem import Problem, Problems

MADE_BY = "pactline patience"
MOST_BYTES = 16 * 1024**2


class PatienceUnknown(Refused):
    """A file of patience says nothing about a queue."""


@dataclass(frozen=True)
class Patience:
    """The patience of queues, as a file holds it."""

    laws: Mapping[str | None, PiecewiseHazard]  # None: of all queues together
    from_counts: frozenset[str | None] = frozenset()  # queues whose law rests on interval counts alone

    def of(self, queue: str | None = None) -> PiecewiseHazard:
        """The law of a queue; that of all together where it has none of its own, or the only one there is.

        Raises PatienceUnknown where neither is in the file.
        """
        for name in (queue, None):
            if name in self.laws:
                return self.laws[name]
        if queue is None and len(self.laws) == 1:
            return next(iter(self.laws.values()))
        who = "all queues together" if queue is None else f"the queue {queue!r}"
        raise PatienceUnknown(f"the file of patience says nothing about {who}")


def read_patience(path: str | os.PathLike[str]) -> Patience:
    """The laws in a ``patience.json``. Raises Problems for a file that is none or cannot be read."""
    name = os.fspath(path)
    raw = read_given(path, "a file that pactline patience -o wrote, or write mean seconds such as 180", MOST_BYTES)
    try:
        content = json.loads(raw.decode("utf-8-sig"), parse_int=float)  # an int may have any number of digits
    except json.JSONDecodeError as wrong:
        raise _refused(name, f"no JSON: {wrong.msg}", wrong.lineno, wrong.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise _refused(name, "no text in UTF-8 that could be read as JSON") from None
    queues = content.get("queues") if isinstance(content, dict) else None
    if not isinstance(queues, list) or not queues:
        raise _refused(name, "there is no list of queues in it")
    laws: dict[str | None, PiecewiseHazard] = {}
    counted: set[str | None] = set()
    problems: list[Problem] = []
    for place, each in enumerate(queues, 1):
        try:
            queue, law = _queue(each)
        except Refused as wrong:
            problems.append(_problem(name, f"queue number {place}: {wrong}"))
            continue
        if queue in laws:
            problems.append(_problem(name, f"queue number {place}: {queue or 'all queues'} is in it twice"))
        laws[queue] = law
        if each.get("from_counts") is True:
            counted.add(queue)
    if problems:
        raise Problems(problems)
    return Patience(laws, frozenset(counted))


def law_to_json(law: PiecewiseHazard) -> dict[str, Any]:
    """A law as the file holds it."""
    return {"at_once": law.at_once, "edges_s": list(law.edges_s), "hazards_per_s": list(law.hazards_per_s)}


def write_patience(queues: Iterable[Mapping[str, Any]], path: str | os.PathLike[str]) -> None:
    """Write queues, each with at least ``queue`` and ``law`` (of :func:`law_to_json`). Raises OSError."""
    text = json.dumps({"made_by": MADE_BY, "queues": list(queues)}, indent=2, ensure_ascii=False, allow_nan=False)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _queue(each: Any) -> tuple[str | None, PiecewiseHazard]:
    if not isinstance(each, dict) or not isinstance(each.get("law"), dict):
        raise Refused("it has no law")
    queue, law = each.get("queue"), each["law"]
    if queue is not None and not (isinstance(queue, str) and is_name(queue)):
        raise Refused("the name of a queue is text, or null for all of them")
    if unknown := sorted(set(law) - {"at_once", "edges_s", "hazards_per_s"}):
        raise Refused(f"a law has no {unknown[0]!r}")
    at_once = _numbers([law.get("at_once")], "at_once")[0]
    edges_s, hazards_per_s = (_numbers(law.get(key), key) for key in ("edges_s", "hazards_per_s"))
    if at_once > 1:
        raise Refused("at_once is a share between 0 and 1")
    if len(edges_s) != len(hazards_per_s) or not edges_s or edges_s[0] != 0:
        raise Refused("edges_s begins with 0 and has one edge for each of hazards_per_s")
    if any(b <= a for a, b in pairwise(edges_s)):
        raise Refused("edges_s must grow")
    return queue, PiecewiseHazard(at_once, edges_s, hazards_per_s)


def _numbers(values: Any, key: str) -> tuple[float, ...]:
    found: list[float] = []
    for value in values if isinstance(values, Sequence) and not isinstance(values, str) else [None]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise Refused(f"{key} takes numbers that are not negative")
        found.append(float(value))
    return tuple(found)


def _problem(file: str, message: str, line: int = 0, column: int = 0) -> Problem:
    remedy = "let pactline patience --records ... -o write it"
    return Problem(file, line, column, "PATIENCE_FILE", message, remedy)


def _refused(file: str, message: str, line: int = 0, column: int = 0) -> Problems:
    return Problems([_problem(file, message, line, column)])

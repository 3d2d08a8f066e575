"""Order, repetition and splitting of a log change nothing."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importers.queue_log.small_store import Store

BEGIN = 1_772_438_400


def call_lines(index: int, kind: str, start: int, wait: int, talk: int) -> list[str]:
    """The lines of one call of a kind, as Asterisk writes them."""
    call, agent = f"{start}.{index}", f"PJSIP/{index}"
    queue = ("sales", "billing")[index % 2]
    entry = f"{start}|{call}|{queue}|NONE|ENTERQUEUE||0301234{index}|1"
    answer = f"{start + wait}|{call}|{queue}|{agent}|CONNECT|{wait}|x.1|{min(wait, 3)}"
    end = start + wait + talk
    done = f"{end}|{call}|{queue}|{agent}|COMPLETECALLER|{wait}|{talk}|1"
    ring = f"{start + wait}|{call}|{queue}|PJSIP/99|RINGNOANSWER|{wait * 500}"
    left = f"{start + wait}|{call}|{queue}|NONE|EXITWITHTIMEOUT|1|1|{wait}"
    helping, last = f"{end - 10}.{index}9", f"{end + 7}|{call}|help|PJSIP/h{index}|CONNECT|17|x.2|6"
    again = [line.replace(f"{start}|{call}", f"{start + wait}|{call}") for line in (entry,)]
    return {
        "answered": [f"{start}|{call}|{queue}|NONE|DID|49{index}", entry, ring, answer, done],
        "wrapped": [entry, answer, done, f"{end}|NONE|{queue}|{agent}|WRAPUPSTART|15"],
        "abandoned": [entry, ring, f"{start + wait}|{call}|{queue}|NONE|ABANDON|1|1|{wait}"],
        "no wait told": [entry, f"{start + wait}|{call}|{queue}|NONE|ABANDON|1"],
        "same queue twice": [entry, left, *again, f"{start + 2 * wait}|{call}|{queue}|NONE|ABANDON|1|1|{wait}"],
        "empty": [entry, f"{start + wait}|{call}|{queue}|NONE|EXITEMPTY|1|1|{wait}",
                  f"{start + wait}|{call}|{queue}|NONE|LEAVEEMPTY"],
        "full": [f"{start}|{call}|{queue}|NONE|FULL"],
        "open": [entry, answer],
        "end alone": [done],
        "restarted": [entry, f"{BEGIN + 40_000}|NONE|NONE|NONE|QUEUESTART|"],
        "handed on": [entry, answer, done.replace("COMPLETECALLER", "BLINDTRANSFER|7|ext"),
                      f"{end}|{call}|help|NONE|ENTERQUEUE||x|1", f"{end + 9}|{call}|help|NONE|EXITWITHKEY|2|1|1|9"],
        "two stories": [entry, answer, done, f"{end + 5}|{call}|{queue}|{agent}|COMPLETEAGENT|{wait}|{talk + 5}|1"],
        "consulted": [entry, answer,
                      f"{end - 10}|{helping}|help|NONE|ENTERQUEUE||7|1",
                      f"{end}|{helping}|{queue}|{agent}|ATTENDEDTRANSFER|APP|Queue|{wait}|{talk}|1",
                      f"{end}|NONE|{queue}|{agent}|WRAPUPSTART|15",
                      last, f"{end + 107}|{call}|help|PJSIP/h{index}|COMPLETEAGENT|17|100|1"],
    }[kind]  # fmt: skip


KINDS = (
    "answered", "wrapped", "abandoned", "no wait told", "same queue twice", "empty", "full", "open", "end alone",
    "restarted", "handed on", "two stories", "consulted",
)  # fmt: skip

calls = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.integers(3, 60), st.integers(12, 300)),
    min_size=1,
    max_size=8,
)


def log_of(drawn: list[tuple[str, int, int, int]]) -> list[str]:
    """The lines of overlapping calls, in order of time.

    A restart is not drawn together with a consultation: whoever first sees the consultation's entry with a later
    restart cannot know that it is one, and that record, which counts nowhere, stays.
    """
    lines, start = [], BEGIN
    consulted = any(kind == "consulted" for kind, *_ in drawn)
    for index, (kind, later, wait, talk) in enumerate(drawn, 1):
        start += later
        kind = "open" if consulted and kind == "restarted" else kind
        lines += call_lines(index, kind, start, wait, talk)
    return sorted(lines)


@settings(max_examples=200, deadline=None)
@given(drawn=calls, files=st.integers(1, 5), seed=st.integers(0, 2**32))
def test_any_split_in_any_order_with_repetitions_gives_the_same_records(
    drawn: list[tuple[str, int, int, int]], files: int, seed: int
) -> None:
    """Each line goes to any of up to five files, some to two; the files come in any order, one of them twice."""
    chance = random.Random(seed)
    lines = log_of(drawn)
    parts: list[list[str]] = [[] for _ in range(files)]
    for line in lines:
        for part in (
            {chance.randrange(files), chance.randrange(files)} if chance.random() < 0.2 else {chance.randrange(files)}
        ):
            parts[part].append(line)
    for part in parts:
        chance.shuffle(part)
    parts.append(parts[0])
    chance.shuffle(parts)
    with tempfile.TemporaryDirectory() as folder:
        whole = Store(Path(folder)).take("\n".join(lines) + "\n")
        split = Store(Path(folder))
        for part in parts:
            if part:
                split.take("\n".join(part) + "\n")
        assert split.versions == whole.versions


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_rotated_attended_transfer_is_put_together_in_either_order(
    store_with: Callable[..., Store], cut: int
) -> None:
    """An attended transfer under the consultation's call id, cut by rotation after each of its lines."""
    lines = log_of([("consulted", 0, 12, 120), ("answered", 3, 8, 40)])
    parts = ["\n".join(lines[:cut]) + "\n", "\n".join(lines[cut:]) + "\n"]
    whole = store_with().take("\n".join(lines) + "\n")
    assert [row["queue"] for row in whole.rows] == ["billing", "help", "sales"]
    for order in (parts, parts[::-1]):
        split = store_with()
        for part in order:
            split.take(part)
        assert split.versions == whole.versions
        assert split.take(parts[0]).versions == whole.versions

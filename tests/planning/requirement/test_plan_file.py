"""The plan file: what is written is read again, and every fault has its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pactline.planning.requirement.plan_file import PlannedAgents, read_plan, write_plan
from pactline.values.problem import Problems
from pactline.values.zone import zone

HEAD = "interval,minutes,queue,agents,zone\n"


def _plan() -> PlannedAgents:
    starts = 1_743_292_800_000_000 + 1_800_000_000 * np.arange(3)  # from 00:00 UTC on 30 March 2025
    return PlannedAgents(
        "billing", "voice", zone("Europe/Berlin"), 1_800_000_000, starts.astype(np.int64), np.array([10.0, 2.5, 0.0]),
        np.full(3, 300.0), np.array([14.0, 3, 0]), np.array([20.0, 5, 0]), ("fast", "ab, late", ""),
    )  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_plan([_plan()], tmp_path / "plan.csv")
    (again,) = read_plan(tmp_path / "plan.csv")
    for name in ("starts_us", "offered", "aht_s", "agents", "scheduled"):
        assert np.array_equal(getattr(again, name), getattr(_plan(), name)), name
    assert (again.queue, again.channel, again.zone.key, again.binding) == (
        "billing", "voice", "Europe/Berlin", ("fast", "ab, late", ""),
    )  # fmt: skip
    assert again.hours == 12.5


def test_a_spreadsheet_needs_three_columns_and_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("interval,queue,agents\n2025-03-03T08:00Z,a,3\n2025-03-03T08:15Z,a,4\n")
    (plan,) = read_plan(path, zone("UTC"))
    assert (plan.channel, plan.length_s, list(plan.agents), list(plan.scheduled)) == ("voice", 900, [3, 4], [3, 4])
    with pytest.raises(Problems, match="TABLE_ZONE"):
        read_plan(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("interval,queue\n", "p.csv:1: TABLE_HEADER: the header lacks agents"),
        (HEAD, "p.csv: TABLE_EMPTY: no interval is planned"),
        (HEAD + "2025-03-03T08:00Z,15,,1,UTC\n", "p.csv:2: TABLE_QUEUE: the queue has no name"),
        (HEAD + "2025-03-03T08:00Z,15,a,-1,UTC\n", "p.csv:2: TABLE_NUMBER: agents is '-1'"),
        (HEAD + "2025-03-03T08:00Z,15,a,1,Mars\n", "p.csv:2: TABLE_ZONE: 'Mars' is not a time zone"),
        (HEAD + "2025-03-03T08:00Z,15,a,1,UTC\n" * 2, "p.csv:3: TABLE_INTERVAL: the interval overlaps that of line 2"),
        (
            HEAD + "2025-03-03T08:00Z,15,a,1,UTC\n2025-03-03T09:00Z,30,a,1,UTC\n",
            "p.csv:3: TABLE_INTERVAL: an interval of 30 minutes among others",
        ),
    ],
)
def test_every_fault_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_plan(path)
    assert said in str(refused.value)

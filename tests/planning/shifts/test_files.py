"""What is written: calendars that follow the standard, a workbook that opens, JSON, CSV and text that add up."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.planning.shifts.plans import demand, rules, team

from pactline.planning.shifts.as_json import to_csv, to_json
from pactline.planning.shifts.calendar_file import calendar, calendars, folded, uid, write_calendars
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.gantt_text import gantt
from pactline.planning.shifts.making import make_roster, make_shifts
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.text import to_text
from pactline.planning.shifts.workbook import write_workbook

STAMP = datetime(2025, 2, 20, 12, 0, tzinfo=UTC)
LAW = """
rules: "=Lunch & more"
shifts:
  day:
    lengths: [4 h]
    starts: {earliest: "08:00", latest: "12:00", every: 1 h}
    breaks: [{name: "lunch, long; \\\\ warm", length: 30 min, from: 1 h, to: 2 h}]
costs: {per_hour: 10.00}
"""


@pytest.fixture(scope="module")
def roster() -> Schedule:
    law = rules(LAW)
    need = demand(([0] * 8 + [1, 0, 0, 1] + [0] * 12) * 3, law)
    agents = team('agents: {ada: {name: "Ada Łukasiewicz-Müller, äöüß ' + "é" * 60 + '"}, ben: {}, "b/n": {}}')
    return make_roster([need], law, agents, Wanted())


def parsed(text: str) -> list[dict[str, str]]:
    """The events of a calendar, read by the standard: CRLF, unfolding, escapes."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode("utf-8")) <= 75
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "PRODID:-//Pactline//schedule//EN"} <= set(lines)
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END", ""):
            assert name not in found[-1]
            value = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            found[-1][name] = value
    return found


def test_a_calendar_read_back_has_every_shift_in_utc(roster: Schedule) -> None:
    files = calendars(roster, STAMP)
    events = [event for text in files.values() for event in parsed(text)]
    assert sorted(event["DTSTART"] for event in events) == ["20250303T070000Z", "20250304T070000Z", "20250305T070000Z"]
    assert all(event["DTEND"][9:] == "110000Z" and event["DTSTAMP"] == "20250220T120000Z" for event in events)
    assert all(event["DESCRIPTION"].startswith("lunch, long; \\ warm ") for event in events)
    assert all(event["DESCRIPTION"].endswith("(unpaid)") for event in events)
    assert all(event["SUMMARY"] == "help: day" for event in events)


def test_a_shift_keeps_its_uid_when_the_schedule_is_made_again(roster: Schedule) -> None:
    ids = [uid(each) for each in roster.shifts]
    assert len(set(ids)) == len(ids)
    longer = replace(roster.shifts[0], end_us=roster.shifts[0].end_us + 1_800_000_000)
    assert uid(longer) == uid(roster.shifts[0])
    assert uid(replace(longer, agent="else")) != uid(longer)


def test_lines_are_folded_between_characters_never_within_one() -> None:
    for text in ("é" * 200, "a" * 75, "a" * 76, "€" * 30 + "x", ""):
        parts = folded(text)
        assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
        assert all(part.startswith(" ") for part in parts[1:])
        assert all(len(part.encode()) <= 75 for part in parts)
    assert len(folded("a" * 75)) == 1


def test_every_agent_has_a_file_of_its_own_whatever_its_name(roster: Schedule, tmp_path: Path) -> None:
    named = replace(
        roster, shifts=tuple(replace(s, agent=a) for s, a in zip(roster.shifts, ("b/n", "b n", "../x"), strict=True))
    )
    files = write_calendars(named, tmp_path / "new" / "cal", STAMP)
    assert len(files) == 3
    assert all(len(parsed((tmp_path / "new" / "cal" / name).read_bytes().decode())) == 1 for name in files)


def test_shifts_without_names_go_into_a_calendar_for_each_pool() -> None:
    law = rules(LAW)
    schedule = make_shifts([demand([0] * 8 + [2] * 3, law)], law, Wanted())
    (text,) = calendars(schedule, STAMP).values()
    assert len(parsed(text)) == len(schedule.shifts)
    assert parsed(calendar(schedule, "none", [], STAMP)) == []


def test_the_workbook_opens_with_roster_shifts_and_cover(roster: Schedule, tmp_path: Path) -> None:
    write_workbook(roster, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", data_only=True)
    assert book.sheetnames == ["Roster", "Shifts", "Cover"]
    rows = list(book["Roster"].values)
    assert rows[0][:4] == ("Agent", "Mon 2025-03-03", "Tue 2025-03-04", "Wed 2025-03-05")
    assert [row[0] for row in rows[1:4]] == list(roster.agents)
    assert rows[4][0] == "Total"
    assert rows[4][4:7] == (3, 10.5, 105.0)
    assert "08:00-12:00" in {cell for row in rows[1:4] for cell in row}
    shifts = list(book["Shifts"].values)
    assert shifts[1][4:6] == (datetime(2025, 3, 3, 8), datetime(2025, 3, 3, 12))  # noqa: DTZ001 - sheets have no zones
    cover = list(book["Cover"].values)
    assert cover[0] == ("Interval", "help: needed", "help: at work", "help: over", "help: under")
    assert sum(row[1] for row in cover[1:]) == int(roster.demands[0].need.sum())
    assert all(row[2] - row[1] == row[3] - row[4] for row in cover[1:])


def test_the_formulas_of_the_workbook_add_up_the_rows_above(roster: Schedule, tmp_path: Path) -> None:
    write_workbook(roster, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Roster"]
    assert sheet["E5"].value == "=SUM(E2:E4)"


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(roster: Schedule, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_workbook(roster, tmp_path / "missing" / "r.xlsx")


def test_json_and_csv_say_the_same_and_hold_no_binary_floats(roster: Schedule) -> None:
    content = to_json(roster)
    rows = list(csv.DictReader(io.StringIO(to_csv(roster))))
    assert [row["start"] for row in rows] == [each["start"] for each in content["shifts"]]
    assert re.fullmatch(r"(09|10):[0-5]\d-(09|10):[0-5]\d", rows[0]["breaks"])
    assert sum(Decimal(row["cost"]) for row in rows) == Decimal(content["totals"]["cost"]) == Decimal("105.00")

    def refuse(text: str) -> float:
        raise AssertionError(text)

    assert json.loads(json.dumps(content), parse_float=refuse) == content
    (cover,) = content["cover"]
    assert (cover["needed_h"], cover["under_h"]) == ("6.00", "0.00")
    assert sum(each["over"] for each in cover["intervals"]) * 15 / 60 == float(cover["over_h"])


def test_the_text_draws_breaks_and_the_tightest_slot_of_each_hour(roster: Schedule) -> None:
    text = to_text(roster)
    assert "3 shifts, 10.50 paid hours, 105.00 EUR\noptimal: nothing better exists" in text
    (bar,) = [line for line in gantt(roster, roster.slots.day(0))[1:] if "█" in line]

    assert bar.count("░") == 2
    assert bar.count("█") == 14
    needed, at_work, over = gantt(roster, roster.slots.day(0))[-3:]
    assert needed.split()[1:] == ["1", "0", "0", "1"]
    assert at_work.split()[2] == at_work.split()[-1] == "1"
    assert over.split()[1::3] == ["0", "0"]
    assert gantt(replace(roster, shifts=()), roster.slots.day(0)) == ["Mon 2025-03-03: no shifts"]


def test_a_long_list_of_shifts_is_cut_and_what_is_left_out_is_said() -> None:
    need = demand([0] * 8 + [70] * 2, rules(LAW))
    schedule = make_shifts([need], rules(LAW), Wanted())
    lines = gantt(schedule, schedule.slots.first)
    assert len(lines) < 70
    assert sum(int(line.split(" x ")[0]) for line in lines if " x " in line) + sum(
        line.startswith("day") for line in lines
    ) == len(schedule.shifts)

"""The picture of a schedule: bars with breaks and overtime, cover below, hours of the local clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.planning.shifts.plans import SIMPLE, demand, rules, team

from pactline.planning.pictures.gantt import gantt_pictures
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.making import make_roster, make_shifts

BREAKS = SIMPLE.replace("every: 1 h}", "every: 1 h}, breaks: [{length: 30 min, from: 1 h, to: 2 h}]")
LAW = BREAKS + "overtime: {at_most: 1 h, every: 30 min}\n"


def test_a_picture_shows_every_shift_break_and_overtime_of_the_day() -> None:
    law = rules(LAW)
    schedule = make_shifts([demand([0] * 8 + [1, 0, 0, 1, 1], law)], law, Wanted(overtime=True))
    (picture,) = gantt_pictures(schedule)
    bars, cover = picture.figure.axes
    assert [round(bar.get_width(), 2) for bar in bars.patches] == [4.0, 1.0, 0.5]
    assert [text.get_text() for text in bars.get_legend().get_texts()] == ["shift: day", "overtime", "break, unpaid"]
    needed, at_work = (line for line in cover.lines if line.get_label() in ("needed", "at work"))
    assert needed.get_label() != at_work.get_label()
    assert picture.title == "help, Monday 2025-03-03: 1 shift"
    assert picture.says.endswith("over 1.50 agent-hours, under 0.00.")


def test_what_is_short_is_hatched_and_said() -> None:
    law = rules(LAW)
    schedule = make_roster([demand([0] * 8 + [2] * 4, law)], law, team("agents: {ada: {}}"), Wanted(hard=False))
    (picture,) = gantt_pictures(schedule)
    bars, cover = picture.figure.axes
    assert "under" in [text.get_text() for text in cover.get_legend().get_texts()]
    assert [text.get_text() for text in bars.get_yticklabels()] == ["ada"]
    assert "under 4.50" in picture.says


def test_the_hours_of_a_day_of_a_clock_change_are_those_that_people_read() -> None:
    law = rules(SIMPLE.replace('earliest: "08:00"', 'earliest: "00:00"'))
    schedule = make_shifts([demand([1] * 6, law, first=date(2025, 3, 30))], law, Wanted())
    cover = gantt_pictures(schedule)[0].figure.axes[1]
    assert [text.get_text() for text in cover.get_xticklabels()][:4] == ["00:00", "01:00", "03:00", "04:00"]


def test_a_day_without_shifts_is_an_empty_picture_that_can_be_written() -> None:
    law = rules()
    schedule = make_shifts([demand([0] * 8 + [1] * 4, law)], law, Wanted())
    (picture,) = gantt_pictures(replace(schedule, shifts=()))
    assert picture.png()[:4] == b"\x89PNG"
    assert "0 shifts" in picture.title
    assert "<title>" in picture.svg()

"""The simulated centre: deterministic, obeying the rules of the plain record format and of its own roster."""

import csv
import hashlib
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache

import pytest

from pactline.planning.demo.centre import Centre, simulate
from pactline.planning.demo.northwind import MONTH, NORTHWIND, months_before
from pactline.planning.demo.plain_records import PLAIN_COLUMNS, plain_rows, write_plain_csv
from pactline.records.columns import BY_PLAIN_NAME
from pactline.values.period import Period

SEED = 2025
WEEK = Period.parse("2025-03-24/2025-04-01")  # the clock changes on the 30th


@pytest.fixture(scope="module")
def month_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("centre") / "contacts.csv"
    write_plain_csv(NORTHWIND, simulate(NORTHWIND, MONTH, SEED), path)
    return path


@pytest.fixture(scope="module")
def rows(month_file):
    with month_file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def at(text):
    return datetime.fromisoformat(text)


def seconds(text):
    whole, _, part = text.partition(".")
    assert whole.isdigit()
    assert part.isdigit()
    return Fraction(text)


def wait(row):
    return seconds(row["wait_s"])


def test_one_seed_gives_one_file_to_the_byte(month_file):
    digest = hashlib.sha256(month_file.read_bytes()).hexdigest()
    assert digest == "7aa0c8d5d0109e9fdfa523f557b0a4ce2ffedfef5ae81d0f3910f69a5d2ddeb4"


def test_another_seed_gives_another_month():
    one, other = (simulate(NORTHWIND, WEEK, seed) for seed in (1, 2))
    assert [v.offered_ms for v in one] != [v.offered_ms for v in other]


def test_a_month_has_more_than_fifty_thousand_contacts_in_three_queues_and_two_channels(rows):
    assert len({row["contact_id"] for row in rows}) > 50_000
    contacts = Counter(row["queue"] for row in rows if row["visit"] == "1")
    assert set(contacts) == {"billing", "technical", "chat"}
    assert 24_000 < contacts["billing"] < 28_000
    assert 14_000 < contacts["technical"] < 18_000
    assert 10_500 < contacts["chat"] < 13_500
    assert {(row["channel"], row["queue"]) for row in rows} == {
        ("voice", "billing"), ("voice", "technical"), ("chat", "chat"),
    }  # fmt: skip


def test_the_columns_are_those_of_the_plain_format(month_file):
    assert month_file.read_text(encoding="utf-8").splitlines()[0] == ",".join(PLAIN_COLUMNS)
    assert set(PLAIN_COLUMNS) <= set(BY_PLAIN_NAME)


def test_every_word_is_in_its_closed_list(rows):
    for name in ("channel", "direction", "outcome"):
        assert {row[name] for row in rows} <= set(BY_PLAIN_NAME[name].words)
    for name in ("transfer_in", "transfer_out"):
        assert {row[name] for row in rows} <= {"", *BY_PLAIN_NAME[name].words}


def test_instants_are_in_order_and_durations_agree_with_them(rows):
    second = timedelta(seconds=1)
    for row in rows:
        offered, ended = at(row["offered_at"]), at(row["ended_at"])
        answered = at(row["answered_at"]) if row["answered_at"] else None
        assert offered <= (answered or ended) <= ended
        assert abs((answered or ended) - offered - timedelta(seconds=float(wait(row)))) <= second
        if answered:
            talked = timedelta(seconds=float(seconds(row["talk_s"]) + seconds(row["hold_s"])))
            assert abs(ended - answered - talked) <= second


def test_an_answer_has_an_instant_and_an_agent_and_nothing_else_has(rows):
    for row in rows:
        answered = row["outcome"] == "answered"
        for name in ("answered_at", "agent", "talk_s", "hold_s", "wrap_s", "ring_s"):
            assert bool(row[name]) == answered


def test_no_visit_happens_twice_and_visits_of_a_contact_are_numbered_in_order(rows):
    visits = defaultdict(list)
    for row in rows:
        visits[row["contact_id"]].append(row)
    for found in visits.values():
        found.sort(key=lambda row: at(row["offered_at"]))
        assert [row["visit"] for row in found] == [str(n) for n in range(1, len(found) + 1)]
    assert any(len(found) == 2 for found in visits.values())


def test_a_transfer_arrives_where_and_when_the_first_conversation_ended(rows):
    by_visit = {(row["contact_id"], row["visit"]): row for row in rows}
    second = [row for row in rows if row["visit"] == "2"]
    assert len(second) > 500
    for row in second:
        first = by_visit[row["contact_id"], "1"]
        assert (first["transfer_out"], row["transfer_in"]) == ("queue", "queue")
        assert first["queue"] != row["queue"]
        assert at(row["offered_at"]) == at(first["ended_at"])


def test_a_callback_names_the_contact_that_asked_for_it(rows):
    asked = {row["contact_id"] for row in rows if row["outcome"] == "callback"}
    made = [row["callback_of"] for row in rows if row["callback_of"]]
    assert len(asked) > 100
    assert sorted(made) == sorted(asked)


def test_no_contact_begins_or_ends_outside_the_month(rows):
    for row in rows:
        assert row["offered_at"][:7] == row["ended_at"][:7] == "2025-03"


def test_every_way_to_leave_a_queue_occurs(rows):
    assert {(row["outcome"], row["reason"]) for row in rows} >= {
        ("answered", ""), ("abandoned", "hung up"), ("flowed_out", "voicemail"), ("callback", "key 1"),
        ("refused", "closed"),
    }  # fmt: skip
    assert {row["queue"] for row in rows if row["reason"] == "voicemail"} == {"technical"}
    assert all(wait(row) == 240 for row in rows if row["reason"] == "voicemail")


def test_outside_opening_hours_nobody_is_let_in_and_inside_nobody_is_refused(rows):
    hours = {desk.name: desk.hours for desk in NORTHWIND.desks}
    for row in rows:
        offered = at(row["offered_at"]).astimezone(NORTHWIND.zone)
        clock = offered.time()
        spans = hours[row["queue"]].hours_on(offered.date())
        is_open = any(span.opens <= clock and (span.closes is None or clock < span.closes) for span in spans)
        if row["outcome"] == "refused":
            assert not is_open
        elif row["visit"] == "1":
            assert is_open, row


def test_the_offset_changes_with_the_clock(rows):
    offsets = defaultdict(set)
    for row in rows:
        offsets[row["offered_at"][:10]].add(row["offered_at"][-6:])
    assert offsets["2025-03-29"] == {"+01:00"}
    assert offsets["2025-03-30"] == {"+01:00", "+02:00"}
    assert offsets["2025-03-31"] == {"+02:00"}


def test_no_agent_holds_more_contacts_at_once_than_allowed(rows):
    at_once = {desk.name: desk.at_once for desk in NORTHWIND.desks}
    changes = defaultdict(list)
    for row in rows:
        if row["outcome"] == "answered":
            answered, ended = at(row["answered_at"]), at(row["ended_at"])
            taken = answered - timedelta(milliseconds=int(seconds(row["ring_s"]) * 1000))
            free = ended + timedelta(milliseconds=int(seconds(row["wrap_s"]) * 1000))
            changes[row["queue"], row["agent"]] += [(taken, 1), (free, -1)]
    reached = Counter()
    for (queue, _), found in changes.items():
        held = 0
        for _, change in sorted(found):
            held += change
            reached[queue] = max(reached[queue], held)
    assert reached == at_once


def test_no_more_agents_work_than_the_roster_has(rows):
    for desk in NORTHWIND.desks:
        most = max(max(row, default=0) for row in desk.roster.values())
        assert {row["agent"] for row in rows if row["queue"] == desk.name and row["agent"]} <= {
            f"{desk.name}-{n:02d}" for n in range(1, most + 1)
        }


def test_a_queue_is_served_in_the_order_of_coming(rows):
    for name in ("billing", "technical", "chat"):
        taken = [
            at(row["answered_at"]) - timedelta(milliseconds=int(seconds(row["ring_s"]) * 1000))
            for row in rows
            if row["queue"] == name and row["outcome"] == "answered"
        ]
        assert taken == sorted(taken)


def share_in_20_s(rows):
    offered = [r for r in rows if r["channel"] == "voice" and r["outcome"] in ("answered", "abandoned")]
    counted = [r for r in offered if not (r["outcome"] == "abandoned" and wait(r) <= 5)]
    return Fraction(sum(r["outcome"] == "answered" and wait(r) <= 20 for r in counted), len(counted))


@pytest.mark.parametrize("seed", [1, 7])
def test_four_fifths_in_twenty_seconds_is_missed_by_a_little(seed):
    visits = simulate(NORTHWIND, MONTH, seed)
    assert Fraction(76, 100) < share_in_20_s(list(plain_rows(NORTHWIND, visits))) < Fraction(80, 100)


def abandoned(centre):
    return Counter(v.queue for v in simulate(centre, WEEK, SEED) if v.outcome == "abandoned")


def with_rosters(change):
    desks = (
        replace(d, roster={day: [change(n) for n in row] for day, row in d.roster.items()}) for d in NORTHWIND.desks
    )
    return Centre(NORTHWIND.name, NORTHWIND.zone, tuple(desks))


def test_fewer_agents_mean_more_who_hang_up_and_more_agents_fewer():
    fewer, same, more = (abandoned(with_rosters(lambda n, by=by: n + by)) for by in (-2, 0, 2))
    for queue in ("billing", "technical", "chat"):
        assert fewer[queue] > same[queue] > more[queue] > 0


def test_with_agents_enough_only_those_hang_up_who_cannot_wait_for_the_ring():
    many = with_rosters(lambda n: 10 * n)
    for visit in simulate(many, WEEK, SEED):
        if visit.outcome == "abandoned":
            assert visit.ended_ms - visit.offered_ms <= 5_000


def test_the_customers_are_the_same_whatever_the_agents_do():
    def came(centre):
        return [
            (v.contact_id, v.offered_ms, v.patience_ms, v.talk_ms)
            for v in simulate(centre, WEEK, SEED)
            if v.number == 1 and not v.callback_of
        ]

    assert came(NORTHWIND) == came(with_rosters(lambda n: n + 3))


def test_days_before_the_month_are_other_customers_with_names_of_their_own() -> None:
    days, before = Period.parse("2025-03-03"), months_before(3)
    plain, apart = simulate(NORTHWIND, days, 7), simulate(NORTHWIND, days, 7, "before-")
    assert (before.first.isoformat(), before.end.isoformat()) == ("2024-12-01", "2025-03-01")
    assert months_before(14).first.isoformat() == "2024-01-01"
    assert not {visit.contact_id for visit in plain} & {visit.contact_id for visit in apart}
    assert [visit.offered_ms for visit in plain][:20] != [visit.offered_ms for visit in apart][:20]

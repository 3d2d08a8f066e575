"""Planned contacts are contacts: what the product measures in them is what the simulator counted, and what is exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.planning.simulation.centres import one_queue
from tests.planning.simulation.rich import rich

import pactline
from pactline.importers.ingesting import ingest
from pactline.planning.queueing.steady import steady
from pactline.planning.simulation.figures import SHARES, count, ratio
from pactline.planning.simulation.records_out import to_records, write_agent_states, write_contacts
from pactline.planning.simulation.running import Run, simulate
from pactline.records.any_record_set import AnyRecordSet
from pactline.statement.counting.asking import Scope

FIGURES = {
    "service_level": ("service_level", {"within": "20", "abandons": "count_all"}),
    "sl_answered": ("service_level", {"within": "20", "abandons": "ignore_all"}),
    "sl_excl_short": ("service_level", {"within": "20", "abandons": "ignore_within_T"}),
    "sl_wait": ("service_level", {"within": "20", "abandons": "count_as_met_within_T"}),
    "abandonment_rate": ("abandonment_rate", {"short_abandons": "count"}),
    "average_speed_of_answer_s": ("average_speed_of_answer", {}),
    "occupancy": ("occupancy", {"over": "handling_and_available", "alerting": "busy"}),
}


def measured(records: AnyRecordSet, name: str, queue: str | None = None, **period: str) -> tuple[float, float]:
    """The two sums behind a figure as ``pactline.measure`` makes them, in contacts and seconds."""
    metric, choices = FIGURES[name]
    scope = None if queue is None else Scope((), (queue,), "inbound")
    (row,) = pactline.measure(records, metric, choices, scope=scope, **period).rows
    counts = row.figure.counts
    if metric == "average_speed_of_answer":
        return float(counts.sum_ms or 0) / 1000, float(counts.counted)
    if metric == "occupancy":
        assert row.figure.value is not None
        return float(row.figure.value) / 100, 1.0
    return float(counts.good or 0), float(counts.counted)


def counted(run: Run, name: str, queue: int | None = None) -> tuple[float, float]:
    part, whole = SHARES[name]
    counts = count(run, 20, queue)
    return getattr(counts, part), getattr(counts, whole)


@pytest.mark.parametrize("queue", [0, 1, 2])
def test_of_a_centre_with_everything_the_product_counts_what_the_simulator_counted(queue: int) -> None:
    run = simulate(rich(), 11)
    records = to_records(run)
    for name in FIGURES:
        if name != "occupancy":  # of single agents, below
            assert measured(records, name, run.centre.queues[queue].name) == pytest.approx(counted(run, name, queue))


def test_agents_were_as_busy_as_the_simulator_says() -> None:
    run = simulate(one_queue(12, 400, hours=8, patience_s=180, stay_s=1200, wrap_share=0.2, hold_share=0.1), 4)
    busy_s, on_duty_s = counted(run, "occupancy")
    assert measured(to_records(run), "occupancy")[0] == pytest.approx(busy_s / on_duty_s, rel=1e-12)


def test_an_agent_never_has_two_contacts_at_once_and_works_only_on_duty() -> None:
    run = simulate(rich(), 12)
    handled = (run.slot >= 0).nonzero()[0]
    for slot in np.unique(run.slot[handled]):
        own = handled[run.slot[handled] == slot]
        begun = np.sort(run.left_ms[own])
        done = np.sort(run.left_ms[own] + run.handling_ms[own])
        assert np.all(begun[1:] >= done[:-1])
        on_duty = np.zeros(len(own), dtype=bool)
        for shift in np.flatnonzero(run.shift_slot == slot):
            on_duty |= (begun >= run.shift_from_ms[shift]) & (done <= run.shift_to_ms[shift])
        assert on_duty.all()


def test_the_file_goes_through_the_door_and_holds_what_is_in_memory(tmp_path: Path) -> None:
    run = simulate(rich(), 13)
    rows = write_contacts(run, tmp_path / "contacts.csv")
    states = write_agent_states(run, tmp_path / "agent_states.csv")
    files = [tmp_path / "contacts.csv", tmp_path / "agent_states.csv"]
    receipts = ingest(files, tmp_path / "records", "plain-csv", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert [(r.verdict, r.accepted) for r in receipts] == [("accepted", rows), ("accepted", states)]
    assert rows == len(run.state)
    in_memory, filed = to_records(run), pactline.read_records(tmp_path / "records")
    assert in_memory.count == filed.count == rows
    assert in_memory.digest() == filed.digest()  # type: ignore[union-attr]


RATE_PER_H, WARM_H = 120, 3
DAY_US = 1_735_776_000_000_000  # 2025-01-02


def exactly(agents: int, patience_s: float | None) -> dict[str, float]:
    exact = steady(RATE_PER_H / 3600, 300.0, agents, patience_s)
    return {
        "service_level": float(exact.service_level(20)),
        "abandonment_rate": float(exact.p_abandon),
        "average_speed_of_answer_s": float(exact.asa_s),
        "occupancy": float(exact.occupancy),
    }


@pytest.mark.parametrize(("agents", "patience_s"), [(11, 180.0), (14, None)])
def test_what_the_product_measures_over_ten_seeds_is_the_exact_value_within_its_error(
    agents: int, patience_s: float | None
) -> None:
    """Of one day; three hours before and one after it let the centre fill and go on."""
    hours = WARM_H + 25
    centre = one_queue(agents, RATE_PER_H * hours, hours=hours, patience_s=patience_s)
    centre = replace(centre, intervals=replace(centre.intervals, origin_us=DAY_US - WARM_H * 3_600_000_000))
    exact = exactly(agents, patience_s)
    sums: dict[str, list[tuple[float, float]]] = {name: [] for name in exact}
    for seed in range(10):
        records = to_records(simulate(centre, seed))
        for name, pairs in sums.items():
            pairs.append(measured(records, name, period="2025-01-02", zone="UTC"))
    for name, pairs in sums.items():
        estimate = ratio([part for part, _ in pairs], [whole for _, whole in pairs])
        assert abs(estimate.value - exact[name]) <= 4 * estimate.standard_error, f"{name}: {estimate}"
        assert estimate.standard_error <= 0.15 * exact[name], f"{name}: too few contacts to say anything"

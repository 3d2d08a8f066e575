"""Which form reproduces the figures of a report."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures import START_US, visit

from pactline.importers.mapping.report import Report, ReportedFigure, ReportRow
from pactline.importers.plain.report import read_plain_report
from pactline.records.record_set import from_rows
from pactline.statement.comparison.forms import FORMS, form_arguments
from pactline.statement.counting.choices_in_words import Named, choose
from pactline.statement.counting.tallying import ROUNDINGS, Tally, Ways, good_and_counted, printed, reachable
from pactline.statement.inference.from_counts import infer_from_counts
from pactline.statement.inference.from_records import infer_from_records
from pactline.statement.inference.inferred import PLAINEST
from pactline.statement.inference.text import render_inference
from pactline.statement.measuring import measure
from pactline.values.duration import Limit
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.zone import zone

DATA = Path(__file__).resolve().parents[2] / "../shared/data/calls"
UTC = zone("UTC")
DAY_US = 86_400_000_000
BY_CODE = {form.code: form for form in FORMS}
SHARES = [code for code in PLAINEST if code != "AR"]


def reported(metric: Any, text: str, within_ms: int | None = None) -> ReportedFigure:
    return ReportedFigure(
        metric, within_ms, text, Fraction(text.rstrip("% ")), len(text.rstrip("% ").partition(".")[2])
    )


def report(*rows: tuple[Mapping[str, int], str], metric: str = "service_level") -> Report:
    within = 20_000 if metric == "service_level" else None
    return Report(
        tuple(
            ReportRow(line, str(line), "", counts, {"figure": reported(metric, text, within)})
            for line, (counts, text) in enumerate(rows, 2)
        )
    )


def percent(good: int, counted: int, decimals: int = 2, mode: RoundingMode = RoundingMode.HALF_UP) -> str:
    return f"{round_fraction(Fraction(100 * good, counted), decimals, mode)}%"


def test_answered_in_time_over_answered_is_found_where_the_counts_are_known() -> None:
    rows = [
        ({"answered": a, "abandoned": b, "answered_within:20000": k}, percent(k, a))
        for a, b, k in ((100, 10, 81), (87, 5, 60), (120, 31, 111), (95, 2, 90))
    ]
    (answer,) = infer_from_counts(report(*rows)).metrics
    assert answer.best == "SL-A"
    assert answer.forms[0].fits == 4
    assert set(answer.also) == {"SL-F", "SL-C"}, "they may leave out every abandon; the report cannot rule it out"


def test_a_single_wrong_figure_does_not_make_a_freer_form_the_best() -> None:
    rows = [
        ({"answered": 100 + n, "abandoned": 20, "answered_within:20000": 80}, percent(80, 120 + n)) for n in range(40)
    ]
    rows[7] = (rows[7][0], percent(80, 117))  # as if ten abandons had been left out
    (answer,) = infer_from_counts(report(*rows)).metrics
    assert answer.best == "SL-B"
    assert "SL-F" in answer.also
    assert [row.line for row in answer.unexplained] == [9]
    assert answer.unexplained[0].computed == "62.99 %"


def test_short_abandons_left_out_are_found_though_their_number_is_not_told() -> None:
    days = [(190 + 7 * n, 12 + n % 9, 150 + 5 * n, n % 7) for n in range(60)]
    rows = [({"offered": a + b, "answered": a, "abandoned": b}, percent(k, a + b - j)) for a, b, k, j in days]
    inference = infer_from_counts(report(*rows))
    (answer,) = inference.metrics
    assert (answer.best, answer.forms[0].fits, answer.also) == ("SL-F", 60, ("SL-C",))
    assert "SL-C cannot be told from it" in answer.why
    assert 0 < answer.forms[0].by_chance < 40
    assert "SL-F" in render_inference(inference)


def test_figures_that_follow_no_form_name_none() -> None:
    rows = [({"answered": 100 + n, "abandoned": 5, "answered_within:20000": 80}, f"{7 + n}.13%") for n in range(20)]
    inference = infer_from_counts(report(*rows))
    assert inference.metrics[0].best is None
    assert not inference.found
    assert "no form does better than chance" in render_inference(inference)


def test_a_row_without_contacts_is_no_data() -> None:
    rows = [
        ({"answered": 0, "abandoned": 0, "answered_within:20000": 0}, "0%"),
        ({"answered": 90, "abandoned": 7, "answered_within:20000": 61}, percent(61, 90)),
        ({"answered": 77, "abandoned": 3, "answered_within:20000": 70}, percent(70, 77)),
    ]
    (answer,) = infer_from_counts(report(*rows)).metrics
    assert (answer.best, answer.rows, answer.no_data) == ("SL-A", 2, 1)


def test_trailing_zeros_that_a_spreadsheet_dropped_are_decimals_all_the_same() -> None:
    counts = {"answered": 80, "abandoned": 3, "answered_within:20000": 60}
    other = {"answered": 70, "abandoned": 3, "answered_within:20000": 61}
    (answer,) = infer_from_counts(report((counts, "75%"), (other, percent(61, 70)))).metrics
    assert (answer.best, answer.forms[0].fits) == ("SL-A", 2)


def test_truncated_figures_are_recognised_as_such() -> None:
    rows = [
        ({"answered": a, "abandoned": 9, "answered_within:20000": 61}, percent(61, a, 1, RoundingMode.DOWN))
        for a in range(70, 110)
    ]
    (answer,) = infer_from_counts(report(*rows)).metrics
    assert (answer.best, answer.rounding, answer.forms[0].fits) == ("SL-A", RoundingMode.DOWN, 40)


def test_a_form_whose_counts_are_missing_is_not_tested() -> None:
    rows = [({"answered": 100 + n, "answered_within:20000": 80}, percent(80, 100 + n)) for n in range(5)]
    (answer,) = infer_from_counts(report(*rows)).metrics
    assert answer.best == "SL-A"
    assert set(answer.untested) == {"SL-B", "SL-C", "SL-D", "SL-E", "SL-F", "SL-G"}


def test_flow_outs_over_offered_are_told_from_plain_abandonment() -> None:
    rows = [({"offered": 130 + n, "answered": 100, "abandoned": 20}, percent(20, 130 + n)) for n in range(8)]
    (answer,) = infer_from_counts(report(*rows, metric="abandonment_rate")).metrics
    assert answer.best == "AB-5"


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 40)), min_size=1, max_size=4),
    st.sampled_from(ROUNDINGS),
    st.sampled_from([100, 1000, 10_000]),
)
def test_what_can_be_reached_is_what_trying_every_number_reaches(
    drawn: list[tuple[int, int, int]], mode: RoundingMode, scale: int
) -> None:
    ways = tuple(Ways(min(a, b), min(max(a, b), c), c) for a, b, c in drawn if min(a, b) <= c)
    for way in ways:
        tried = {printed(k, way.counted, scale, mode) for k in range(way.low, way.high + 1)}
        assert {figure for figure in range(scale + 1) if way.reach(figure, scale, mode)} == tried
    if ways:
        every = {printed(k, w.counted, scale, RoundingMode.HALF_UP) for w in ways for k in range(w.low, w.high + 1)}
        assert reachable(ways, scale) == len(every)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from(ROUNDINGS))
def test_a_printed_share_is_the_rounded_fraction(good: int, counted: int, mode: RoundingMode) -> None:
    assert printed(good, counted, 10_000, mode) == int(round_fraction(Fraction(100 * good, counted), 2, mode) * 100)


OUTCOMES = st.sampled_from(["answered"] * 6 + ["abandoned"] * 3 + ["flowed_out", "callback"])
CONTACTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 86_000), OUTCOMES, st.integers(0, 60)), min_size=4, max_size=60
)


def month(drawn: list[tuple[int, int, str, int]]) -> list[dict[str, Any]]:
    """Contacts of (day, second, outcome, wait in seconds)."""
    first = START_US // DAY_US * DAY_US
    rows = []
    for number, (day, second, outcome, wait) in enumerate(drawn, 1):
        offered = first + day * DAY_US + second * 1_000_000
        left = "answered_us" if outcome == "answered" else "left_us"
        rows.append(visit(outcome, wait, number, offered_us=offered, **{left: offered + wait * 1_000_000}))
    return rows


def by_form(code: str, within: str, short: str) -> Named:
    form = BY_CODE[code]
    arguments = form_arguments(form, Limit.parse(within), Limit.parse(short))
    words = {name: str(value) for name, value in arguments.items()}
    return choose(form.metric, words)


@settings(max_examples=25, deadline=None)
@given(
    CONTACTS,
    st.sampled_from(SHARES),
    st.sampled_from(["20 s", "30 s", "under 15 s"]),
    st.sampled_from(["5 s", "10 s", "under 8 s"]),
    st.sampled_from(ROUNDINGS),
    st.sampled_from([0, 1, 2]),
)
def test_the_form_a_report_was_made_with_is_among_the_best(
    drawn: list[tuple[int, int, str, int]], code: str, within: str, short: str, mode: RoundingMode, decimals: int
) -> None:
    records = from_rows(month(drawn))
    named = by_form(code, within, short)
    days = [
        (row.by["day"], f"{round_fraction(row.figure.value, decimals, mode)}%")
        for row in measure(records, named, where=UTC, by=["day"]).rows
        if row.figure.value is not None
    ]
    if not days:
        return
    text = f"day,{named.metric.name}\n" + "".join(f"{day},{figure}\n" for day, figure in days)
    (answer,) = infer_from_records(records, read_plain_report(text.encode(), "r.csv", UTC)).metrics
    fits = {fit.form.code: fit.fits for fit in answer.forms}
    assert fits[code] == answer.rows == max(fits.values()), "the true definition reproduces every figure"
    assert answer.best is None or code in (answer.best, *answer.also), "a wrong form is never named alone"
    assert not answer.unexplained


@settings(max_examples=25, deadline=None)
@given(CONTACTS, st.sampled_from([form.code for form in FORMS]))
def test_a_tally_gives_what_the_contacts_give(drawn: list[tuple[int, int, str, int]], code: str) -> None:
    named = by_form(code, "20 s", "5 s")
    waits = [(outcome, wait) for _, _, outcome, wait in drawn]

    def count(outcome: str, most: int = 99) -> int:
        return sum(o == outcome and wait <= most for o, wait in waits)

    tally = Tally(
        count("answered"), count("answered", 20), count("abandoned"), count("abandoned", 20), count("abandoned", 5),
        count("flowed_out"), count("callback"),
    )  # fmt: skip
    figure = measure(from_rows(month(drawn)), named).rows[0].figure.counts
    assert good_and_counted(BY_CODE[code], named.arguments, tally) == (figure.good, figure.counted)


def many_days() -> list[tuple[int, int, str, int]]:
    """Four days of plenty, no two alike."""
    kinds = ["answered"] * 7 + ["abandoned"] * 3
    return [(n % 4, n * 37 % 86_000, kinds[n * 7 % 10], (n * 13 + n // 7) % 61) for n in range(1200)]


def reported_days(named: Named, rows: list[dict[str, Any]], decimals: int = 2) -> str:
    found = measure(from_rows(rows), named, where=UTC, by=["day"]).rows
    lines = [
        f"{row.by['day']},{round_fraction(row.figure.value or Fraction(0), decimals, RoundingMode.HALF_UP)}%"
        for row in found
    ]
    return "day,service_level\n" + "\n".join(lines) + "\n"


def test_with_enough_contacts_the_form_and_its_times_are_named_alone() -> None:
    rows = month(many_days())
    text = reported_days(by_form("SL-F", "30 s", "7 s"), rows)
    (answer,) = infer_from_records(from_rows(rows), read_plain_report(text.encode(), "r.csv", UTC)).metrics
    assert answer.best == "SL-F"
    assert answer.forms[0].choices["within"] == "at most 30 s"
    assert answer.forms[0].choices["short_abandon"] == "at most 7 s"
    assert answer.forms[0].told_apart_by is None


def test_a_tie_tells_how_many_contacts_would_decide_it() -> None:
    drawn = [contact for contact in many_days() if contact[2] != "flowed_out"]
    rows = month(drawn)
    text = reported_days(by_form("SL-B", "20 s", "5 s"), rows)
    (answer,) = infer_from_records(from_rows(rows), read_plain_report(text.encode(), "r.csv", UTC)).metrics
    assert answer.best == "SL-B"
    assert "SL-G" in answer.also
    (with_flow_outs,) = [fit for fit in answer.forms if fit.form.code == "SL-G"]
    assert with_flow_outs.told_apart_by == 0, "nothing flowed out, so no contact can decide it"


def test_only_contacts_the_report_speaks_of_can_decide_a_tie() -> None:
    rows = month(many_days())
    for row in rows:
        row["queue"] = "sales"
    elsewhere = [visit("flowed_out", 9, 5000, queue="support"), visit("flowed_out", 9, 5001, queue="sales")]
    elsewhere[1]["offered_us"] += 30 * DAY_US
    lines = reported_days(by_form("SL-B", "20 s", "5 s"), rows).splitlines()[1:]
    text = "day,queue,service_level\n" + "".join(line.replace(",", ",sales,") + "\n" for line in lines)
    (answer,) = infer_from_records(from_rows(rows + elsewhere), read_plain_report(text.encode(), "r.csv", UTC)).metrics
    (with_flow_outs,) = [fit for fit in answer.forms if fit.form.code == "SL-G"]
    assert (answer.best, with_flow_outs.told_apart_by) == ("SL-B", 0)


def test_a_wrong_day_is_left_unexplained_with_what_the_form_gives() -> None:
    rows = month(many_days())
    lines = reported_days(by_form("SL-A", "20 s", "5 s"), rows).splitlines()
    right = lines[2].partition(",")[2]
    lines[2] = lines[2].partition(",")[0] + ",12.34%"
    (answer,) = infer_from_records(from_rows(rows), read_plain_report("\n".join(lines).encode(), "r.csv", UTC)).metrics
    assert answer.best == "SL-A"
    (row,) = answer.unexplained
    assert (row.line, row.reported, row.computed) == (3, "12.34%", right.replace("%", " %"))


def test_one_coarse_figure_names_no_form() -> None:
    rows = month(many_days())
    text = reported_days(by_form("SL-A", "20 s", "5 s"), rows, 0).splitlines()[:2]
    inference = infer_from_records(from_rows(rows), read_plain_report("\n".join(text).encode(), "r.csv", UTC))
    assert inference.metrics[0].best is None, "among thousands of definitions one fits a single figure by chance"
    assert not inference.found


def test_many_intervals_are_sifted_and_the_definition_still_found() -> None:
    rows = month(many_days())
    named = by_form("SL-E", "20 s", "9 s")
    found = measure(from_rows(rows), named, where=UTC, by=["interval:30m"]).rows
    assert len(found) > 60
    text = "first,service_level\n" + "".join(
        f"{row.by['interval']},{round_fraction(row.figure.value, 1, RoundingMode.HALF_UP)}%\n"
        for row in found
        if row.figure.value is not None
    )
    plain = read_plain_report(text.encode(), "r.csv", UTC, "interval:30m")
    (answer,) = infer_from_records(from_rows(rows), plain).metrics
    assert (answer.best, answer.forms[0].fits) == ("SL-E", answer.rows)


def test_figures_of_queues_are_judged_on_their_own_contacts() -> None:
    rows = month(many_days())
    for number, row in enumerate(rows):
        row["queue"] = "sales" if number % 3 else "support"
    named = by_form("SL-B", "20 s", "5 s")
    found = measure(from_rows(rows), named, where=UTC, by=["queue", "day"]).rows
    text = "day,queue,service_level\n" + "".join(
        f"{row.by['day']},{row.by['queue']},{percent(row.figure.counts.good or 0, row.figure.counts.counted)}\n"
        for row in found
    )
    (answer,) = infer_from_records(from_rows(rows), read_plain_report(text.encode(), "r.csv", UTC)).metrics
    assert (answer.best, answer.rows, answer.forms[0].fits) == ("SL-B", 8, 8)


def test_a_known_wait_is_taken_as_given() -> None:
    rows = month(many_days())
    text = reported_days(by_form("SL-B", "20 s", "5 s"), rows)
    plain = read_plain_report(text.encode(), "r.csv", UTC)
    (answer,) = infer_from_records(from_rows(rows), plain, within=Limit.parse("25 s")).metrics
    assert all(fit.choices["within"] == "at most 25 s" for fit in answer.forms)
    assert answer.best is None


def _real(mapping: str, pattern: str) -> Any:
    from pactline.importers.report_files import read_reports

    files = sorted(str(path) for path in DATA.glob(pattern))
    if not files:
        pytest.skip("the test data are not here")
    return infer_from_counts(read_reports(files, mapping))


def test_the_daily_acd_report_leaves_short_abandons_out() -> None:
    answer = _real("acd-daily", "acd-daily-kpi/*.csv.gz").to_json()
    assert (answer["best"], answer["rows"], answer["also"]) == ("SL-F", 834, ["SL-C"])
    fits = {form["code"]: form["fits"] for form in answer["forms"]}
    assert (fits["SL-F"], fits["SL-A"]) == (833, 95)
    assert [row["label"] for row in answer["unexplained"]] == ["463"]


def test_the_911_hours_divide_by_answered_in_every_group() -> None:
    inference = _real("psap-911-hourly", "psap-911-hourly-2025/*.csv.gz")
    assert [answer.best for answer in inference.metrics] == ["SL-A", "AB-2"]
    assert {answer.group for answer in inference.columns if answer.best == "SL-A"} == {"911", "ADM", "TTL"}
    assert {answer.best for answer in inference.columns} == {"SL-A", "AB-2"}
    assert any("#DIV/0!" in text for text in inference.unreadable)
    assert 0 < len(inference.metrics[0].unexplained) < 10
    assert "AB-5" in inference.metrics[1].also


def test_a_report_without_figures_has_nothing_to_infer() -> None:
    inference = _real("nhs111", "nhs111-2015-16/*.csv.gz")
    assert not inference.metrics
    assert not inference.found

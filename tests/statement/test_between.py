"""A metric between the values of a tag or a column, and whether chance alone would make the differences."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.figures import visit

from pactline import compare_between as api_between
from pactline.records.record_set import from_rows
from pactline.records.tables import INTERVAL_COUNTS
from pactline.statement.comparison.between import Between, compare_between, parse_level
from pactline.statement.comparison.between_schema import between_schema
from pactline.statement.counting.asking import Question, Scope
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.counting.spreading import spreads
from pactline.values.span import QUARTER_HOUR_US, Span

TOP_BOX = {"scale": "1-5", "good_scores": "4-5"}


def greeted(greeting: str | None, *scores: int | None, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    """Contacts with a score each."""
    tags = None if greeting is None else f"greeting={greeting};language=en"
    return [visit(number=start + n, csat=score, tags=tags, **more) for n, score in enumerate(scores)]


def groups(**shares: tuple[int, int]) -> list[dict[str, Any]]:
    """Contacts of each greeting: so many good scores of so many."""
    rows: list[dict[str, Any]] = []
    for name, (good, of) in shares.items():
        rows += greeted(name, *[5] * good, *[2] * (of - good), start=len(rows))
    return rows


def between(
    rows: list[dict[str, Any]], metric: str = "csat_top_box", by: str = "tag:greeting", **words: str
) -> Between:
    return compare_between(from_rows(rows), choose(metric, words or TOP_BOX), by)


def test_two_greetings_are_compared_with_newcombes_interval() -> None:
    found = between(groups(warm=(56, 70), plain=(48, 80)))
    assert [(value.name, value.figure.value) for value in found.values] == [("plain", 60), ("warm", 80)]
    (pair,) = found.pairs
    assert (pair.names, pair.tested.value, pair.shown) == (("plain", "warm"), -20, True)
    content = found.to_json()
    jsonschema.validate(content, between_schema())
    assert content["level"] == "0.95"
    assert content["differences"][0]["interval"] == {"low": "-0.333873", "high": "-0.052431"}  # .0524 to .3339 in print
    assert content["differences"][0]["difference"]["fraction"] == "-1/5"
    assert content["differences"][0]["p"] == content["differences"][0]["p_holm"]


def test_a_difference_that_chance_may_make_is_not_shown() -> None:
    (pair,) = between(groups(warm=(42, 70), plain=(48, 80))).pairs
    assert (pair.tested.value, pair.shown) == (0, False)


def test_among_many_pairs_a_difference_has_to_stand_more() -> None:
    alone = between(groups(a=(60, 100), b=(74, 100)))
    many = between(groups(a=(60, 100), b=(74, 100), c=(67, 100), d=(66, 100), e=(68, 100)))
    assert alone.pairs[0].shown is True
    first = many.pairs[0]
    assert first.names == ("a", "b")
    assert first.tested == alone.pairs[0].tested
    assert first.holm == 10 * (first.tested.beyond or 0)
    assert first.shown is False
    assert "10 pairs were compared" in str(many)
    assert "pairs were compared" not in str(alone)


def test_a_higher_level_makes_wider_intervals() -> None:
    records = from_rows(groups(warm=(56, 70), plain=(48, 80)))
    widths = []
    for level in ("90", "95 %", "99.9"):
        (pair,) = api_between(records, "csat_top_box", "tag:greeting", TOP_BOX, confidence=level).pairs
        assert pair.tested.interval is not None
        widths.append(pair.tested.interval[1] - pair.tested.interval[0])
    assert widths == sorted(widths)


@pytest.mark.parametrize("level", ["49.9", "100", "99.991", "0.95", "high", "-95"])
def test_a_level_that_is_none_is_refused(level: str) -> None:
    with pytest.raises(ChoiceRefused, match="level of confidence"):
        parse_level(level)
    assert parse_level("50") == 50
    assert parse_level("99.99 %") == Fraction(9999, 100)


def test_contacts_without_the_tag_are_told_and_not_compared() -> None:
    rows = [*groups(warm=(5, 10), plain=(5, 10)), *greeted(None, 5, 5, 5, start=100)]
    found = between(rows)
    assert ([value.name for value in found.values], found.without) == (["plain", "warm"], 3)
    assert "Not compared: 3 contacts without tag:greeting." in str(found)


def test_answers_on_another_scale_are_told() -> None:
    rows = [*groups(warm=(5, 10), plain=(5, 10)), *greeted("warm", 9, start=100, csat_scale="0-10")]
    assert "Unknown: 1 contact answered on another scale: left out." in str(between(rows))


def test_means_and_ratios_are_compared_by_welch() -> None:
    rows = [*greeted("warm", 5, 4, 5, 5, 4, 5), *greeted("plain", 3, 4, 2, 4, 3, 4, start=50)]
    found = between(rows, "csat_mean", scale="1-5")
    (pair,) = found.pairs
    assert pair.tested.value == Fraction(20, 6) - Fraction(28, 6)
    assert pair.shown is True
    assert "Welch" in str(found)
    assert "28 points over 6 answers" in str(found)
    assert "fewer than 30 of them" in str(found)
    waits = [visit(wait=wait, number=n, queue="a" if n % 2 else "b") for n, wait in enumerate((10, 30, 12, 28, 11, 33))]
    (pair,) = between(waits, "average_speed_of_answer", "queue", level="queue_visit").pairs
    assert (pair.names, pair.shown) == (("a", "b"), True)


def test_the_net_promoter_score_is_compared_in_points() -> None:
    rows = [*greeted("warm", *[10] * 40, *[3] * 10, csat_scale="0-10"),
            *greeted("plain", *[10] * 25, *[3] * 25, start=90, csat_scale="0-10")]  # fmt: skip
    found = between(rows, "net_promoter_score", level="queue_visit")
    assert [(value.name, value.figure.value) for value in found.values] == [("plain", 0), ("warm", 60)]
    assert found.to_json()["differences"][0]["difference"] == {"fraction": "-60/1", "decimal": "-60.000"}
    assert found.pairs[0].shown is True


@pytest.mark.parametrize("metric", ["wait_percentile", "longest_wait", "volume"])
def test_a_figure_without_a_spread_has_no_interval(metric: str) -> None:
    words = {"wait_percentile": {"percent": "90", "whose": "all"}, "longest_wait": {"whose": "all"},
             "volume": {"counted": "answered"}}[metric]  # fmt: skip
    rows = [visit(number=n, queue="a" if n % 3 else "b", wait=n) for n in range(9)]
    found = between(rows, metric, "queue", **words)
    (pair,) = found.pairs
    assert (pair.tested.interval, pair.shown, found.method) == (None, None, "")
    assert "No intervals" in str(found)
    jsonschema.validate(found.to_json(), between_schema())


def test_counts_of_a_source_that_only_counts_have_no_spread() -> None:
    rows = [visit(number=n, queue="a" if n % 2 else "b", wait=10 + n) for n in range(8)]
    offered = rows[0]["offered_us"]
    told = {"queue": "a", "channel": "voice", "direction": "inbound", "from_us": offered,
            "to_us": offered + QUARTER_HOUR_US, "within_ms": 0}  # fmt: skip
    counts = [{**told, "what": "answered", "value": 2}, {**told, "what": "wait_answered_ms", "value": 9_000}]
    from pactline.records.record_set import from_lines
    from pactline.records.tables import CONTACTS

    records = from_lines([*((0, CONTACTS, [row]) for row in rows), *((0, INTERVAL_COUNTS, [row]) for row in counts)])
    found = compare_between(records, choose("average_speed_of_answer", {}), "queue")
    assert found.pairs[0].tested.interval is None
    assert "only counts" in found.why_not


def test_nothing_and_a_single_value_are_nothing_to_compare() -> None:
    assert between([]).pairs == ()
    assert "Nothing to compare: 1 value of tag:greeting" in str(between(groups(warm=(5, 10))))


@pytest.mark.parametrize(
    ("by", "words", "said"),
    [
        ("day", TOP_BOX, "not at 'day'"),
        ("interval:15m", TOP_BOX, "not at"),
        ("tag:", TOP_BOX, "names no tag"),
        ("weather", TOP_BOX, "cannot group"),
        ("queue", {**TOP_BOX, "roll_up": "mean_of_intervals", "interval": "15 min"}, "leave roll_up out"),
    ],
)
def test_what_cannot_be_compared_is_refused(by: str, words: dict[str, str], said: str) -> None:
    with pytest.raises(ChoiceRefused, match=said):
        between(groups(warm=(5, 10)), by=by, **words)


def test_more_values_than_can_be_read_in_pairs_are_refused() -> None:
    rows = [visit(number=n, csat=5, queue=f"q{n}") for n in range(21)]
    with pytest.raises(ChoiceRefused, match="21 values"):
        between(rows, by="queue")
    assert len(between(rows[:20], by="queue").pairs) == 190


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("ab"), st.one_of(st.none(), st.integers(0, 10**11))), max_size=30))
def test_the_sums_of_squares_are_exact(waits: list[tuple[str, int | None]]) -> None:
    rows = [visit(wait=None, number=n, queue=queue, **({} if ms is None else {"wait_ms": ms}))
            for n, (queue, ms) in enumerate(waits)]  # fmt: skip
    named = choose("average_speed_of_answer", {})
    question = Question(named.chosen, Scope(), named.counting)
    found = spreads(from_rows(rows), question, Span(0, 10**17), "queue")
    for queue in "ab":
        known = [ms for name, ms in waits if name == queue and ms is not None]
        if known:
            sample = found[queue]
            assert (sample.rows, sample.part, sample.whole) == (len(known), sum(known), len(known))
            assert (sample.part_part, sample.part_whole) == (sum(ms * ms for ms in known), sum(known))
        else:
            assert queue not in found

"""The distributed engine on a real cluster against the embedded one, cell by cell."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
from tests.engines.agreeing import EVERYTHING, Cells, cells, differences, together
from tests.engines.made_up import DAYS, SUNDAY_US
from tests.engines.questions import everything_asked

from pactline.metrics import metrics
from pactline.records.record_set import RecordSet
from pactline.records.spark.record_set import SparkRecordSet, open_on_spark
from pactline.records.tables import TABLES
from pactline.statement.counting.asking import Question
from pactline.values.problem import Problems
from pactline.values.span import Span

ASKED: dict[str, dict[str, Question]] = {}
for metric_name, told, question in everything_asked(EVERYTHING):
    ASKED.setdefault(metric_name, {})[f"{metric_name} ({told})"] = question
EVERYTHING_ASKED = {told: question for asked in ASKED.values() for told, question in asked.items()}
HOUR_US = 3_600_000_000


@pytest.fixture(scope="session")
def spark(folder: Path, session: Any) -> SparkRecordSet:
    return open_on_spark(folder, session)


@pytest.fixture(scope="session")
def counted(spark: SparkRecordSet) -> dict[str, Cells | Exception]:
    """Every question's cells on the cluster; what stopped a question, where it was stopped."""
    found: dict[str, Cells | Exception] = {}
    for some in together(EVERYTHING_ASKED):
        try:
            of_all = cells(spark, some)
        except Exception:  # which of them was it?
            for told, question in some.items():
                try:
                    found[told] = cells(spark, {told: question})
                except Exception as stopped:
                    found[told] = stopped
            continue
        for told in some:
            found[told] = {key: counts for key, counts in of_all.items() if key[0] == told}
    return found


def test_every_metric_that_counts_records_is_asked() -> None:
    assert set(ASKED) == {name for name, metric in metrics().items() if not metric.elsewhere}
    assert len(EVERYTHING_ASKED) >= 300


@pytest.mark.parametrize("metric", sorted(ASKED))
def test_a_metric_has_the_same_counts_in_every_quarter_of_an_hour(
    counted: dict[str, Cells | Exception], embedded: RecordSet, metric: str
) -> None:
    expected = cells(embedded, ASKED[metric])
    assert any(counts.counted for counts in expected.values()), "nothing counts in the small set: it proves nothing"
    found: Cells = {}
    for told in ASKED[metric]:
        of_one = counted[told]
        if isinstance(of_one, Exception):
            raise of_one
        found |= of_one
    assert differences(found, expected) == []


def test_groups_of_columns_have_the_same_counts(spark: SparkRecordSet, embedded: RecordSet) -> None:
    firsts = [next(iter(asked.items())) for asked in ASKED.values()]
    asked = {told: question for told, question in firsts if question.chosen.rows is None}
    keys = ("queue", "channel", "tags")
    expected = cells(embedded, asked, keys)
    assert len({group for _, group, _ in expected}) > 20
    assert differences(cells(spark, asked, keys), expected) == []


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_is_the_same(spark: SparkRecordSet, embedded: RecordSet, name: str) -> None:
    def listed(records: Any) -> list[tuple[Any, ...]]:
        return sorted((tuple(row.items()) for row in records.rows(records.table(name))), key=str)

    expected = listed(embedded)
    assert len(expected) > 100
    assert listed(spark) == expected


def test_the_cluster_works_out_the_digests_that_the_manifest_keeps(spark: SparkRecordSet, embedded: RecordSet) -> None:
    for name in TABLES:
        assert spark.hours(name)
        assert spark.hours_recomputed(name) == spark.hours(name) == embedded.hours(name)
    spark.check()


@pytest.mark.parametrize(
    "span",
    [
        Span(SUNDAY_US, SUNDAY_US + DAYS * 24 * HOUR_US),
        Span(SUNDAY_US + HOUR_US, SUNDAY_US + 2 * HOUR_US),
        Span(SUNDAY_US + HOUR_US // 2, SUNDAY_US + 5 * HOUR_US + 1),
        Span(SUNDAY_US + 1, SUNDAY_US + 2),
    ],
)
def test_the_digest_of_a_span_is_the_same_at_every_edge(spark: SparkRecordSet, embedded: RecordSet, span: Span) -> None:
    further = Span(SUNDAY_US + 30 * HOUR_US + 7, SUNDAY_US + 31 * HOUR_US)
    for spans in ([span], [span, further], []):
        assert spark.digest(spans) == embedded.digest(spans)
        assert spark.digest(spans, ["contacts"]) == embedded.digest(spans, ["contacts"])
    assert spark.digest() == embedded.digest()
    assert spark.count == embedded.count


def test_fingerprints_and_conflicts_are_the_same_in_the_same_order(spark: SparkRecordSet, embedded: RecordSet) -> None:
    spans = [Span(SUNDAY_US + HOUR_US // 3, SUNDAY_US + 9 * HOUR_US)]
    assert list(spark.fingerprints(spans)) == list(embedded.fingerprints(spans)) != []
    assert list(spark.fingerprints(tables=["ticket_events"])) == list(embedded.fingerprints(tables=["ticket_events"]))
    assert spark.conflicts() == embedded.conflicts() != []
    assert spark.conflicts("attempts") == embedded.conflicts("attempts") == []


def test_a_segment_that_the_workers_cannot_read_is_said_in_a_sentence(
    session: Any, folder: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "records"
    shutil.copytree(folder, copied)
    records = open_on_spark(copied, session)
    assert records.count
    for segment in (copied / "segments").iterdir():
        segment.unlink()
    with pytest.raises(Problems) as refusal:
        records.rows(records.contacts().select("queue"))
    assert [problem.code for problem in refusal.value.problems] == ["RECORDS_ENGINE"]
    assert "\n" not in refusal.value.problems[0].message


def test_receipts_and_tables_are_those_of_the_folder(spark: SparkRecordSet, embedded: RecordSet) -> None:
    assert spark.receipts == embedded.receipts
    assert spark.tables == embedded.tables == tuple(TABLES)


def test_whole_numbers_divide_alike_below_zero_and_beyond_what_a_float_can_tell_apart(
    spark: SparkRecordSet, embedded: RecordSet
) -> None:
    year_2255 = 1 << 53  # microseconds
    for number in (0, 1, 999, 1000, 1001, -1, -999, -1000, -1001, 1_748_728_800_000_000 - 1, year_2255 - 1):
        told = []
        for records in (spark, embedded):
            frame = records.contacts().head(1).select(n=nw.lit(number), by=nw.lit(1000))
            (row,) = records.rows(frame.select(q=nw.col("n").cast(nw.Int64) // 1000))
            told.append(row["q"])
        assert told == [number // 1000] * 2, number

"""A record set is a set: order, repetition and splitting of the input change nothing, in memory and in a folder."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records import plain_model

from pactline.records.folder.store import Store, open_record_set
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import CONTACTS
from pactline.values.span import Span

DAY = 86_400_000_000
FIRST = 20_000 * DAY  # a day in 2024

_rows = st.lists(
    st.fixed_dictionaries(
        {
            "contact_id": st.sampled_from(["a", "b", "c", "d"]),
            "visit": st.sampled_from([1, 1, 2]),
            "offered_us": st.sampled_from([FIRST, FIRST + 1, FIRST + DAY - 1, FIRST + DAY, FIRST + 5 * DAY]),
            "outcome": st.sampled_from(["answered", "abandoned"]),
            "queue": st.sampled_from(["billing", "Réclamations", 'a "quoted", name']),
        },
        optional={"source_rev": st.sampled_from([None, 0, 1]), "wait_ms": st.sampled_from([None, 0, 1_500])},
    ),
    max_size=12,
)


def _contents(records: RecordSet) -> set[str]:
    rows = records.rows(records.contacts())
    assert len(rows) == len({row["content"] for row in rows}) == records.count
    return {row["content"] for row in rows}


@given(_rows)
@settings(max_examples=60, deadline=None)
def test_rows_count_by_the_rule_and_the_digest_is_its_definition(rows: list[dict[str, Any]]) -> None:
    records = from_rows(rows)
    assert _contents(records) == plain_model.counting(rows)
    assert records.digest() == plain_model.digest(rows)


@given(_rows, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_and_repetition_change_nothing(rows: list[dict[str, Any]], chance: Any) -> None:
    mixed = rows + rows[: len(rows) // 2]
    chance.shuffle(mixed)
    one, other = from_rows(rows), from_rows(mixed)
    assert one.digest() == other.digest()
    assert one.conflicts() == other.conflicts()
    assert list(one.fingerprints()) == list(other.fingerprints())


@given(_rows, st.lists(st.integers(0, 12), min_size=2, max_size=2).map(sorted), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_splitting_over_files_changes_nothing_and_receipts_account_for_every_row(
    rows: list[dict[str, Any]], cuts: list[int], chance: Any
) -> None:
    whole = from_rows(rows)
    parts = [rows[: cuts[0]], rows[cuts[0] : cuts[1]], rows[cuts[1] :]]
    chance.shuffle(parts)
    folder = Path(tempfile.mkdtemp())
    try:
        with Store(folder) as store:
            for part in [*parts, parts[0]]:
                with store.stage(((n, CONTACTS, [row]) for n, row in enumerate(part, 1)), "a file") as settled:
                    taken = settled.accepted + settled.duplicates + len(settled.conflicts) + len(settled.superseded)
                    assert taken == len(part)
                    store.commit({"sha256": "0" * 64})
            assert (settled.accepted, settled.conflicts, settled.superseded) == (0, [], [])
            assert store.digest == whole.digest()
            assert store.manifest.count == whole.count
        stored = open_record_set(folder)
        assert stored.digest() == whole.digest()
        assert _contents(stored) == _contents(whole)
        assert list(stored.fingerprints()) == list(whole.fingerprints())
        for first, end in ((0, 1), (1, 2 * DAY), (-FIRST, 9 * DAY), (1, 5 * DAY + 1)):  # the last cuts two days apart
            spans = [Span(FIRST + first, FIRST + end)]
            assert stored.digest(spans) == whole.digest(spans)
            # the conflict of a visit is judged on the whole set, so the model sees the rows that remain of it
            kept = [row for contents in plain_model.versions(rows).values() for row in contents.values()]
            inside = [row for row in kept if any(span.holds(row["offered_us"]) for span in spans)]
            assert stored.digest(spans) == plain_model.digest(inside)
    finally:
        shutil.rmtree(folder)


@given(_rows.filter(bool), st.integers(0, 11))
@settings(max_examples=40, deadline=None)
def test_another_content_is_another_digest(rows: list[dict[str, Any]], at: int) -> None:
    kept = [row for contents in plain_model.versions(rows).values() for row in contents.values()]
    changed = kept[at % len(kept)]
    others = [row for row in kept if row is not changed]
    assert from_rows([*others, {**changed, "talk_ms": 1}]).digest() != from_rows(kept).digest()

"""Whatever is done to a record set, in whatever order, it is what a small model says: add, resend, revise, contradict,
compact, erase."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from tests.records import plain_model

from pactline.records.folder.compacting import compact
from pactline.records.folder.store import Settlement, Store, open_record_set
from pactline.records.folder.verifying import verify
from pactline.records.persons import PSEUDONYM
from pactline.records.removal.erasing import Person, erase
from pactline.records.tables import CONTACTS

EXAMPLES = int(os.environ.get("PACTLINE_EXAMPLES", "0"))
HOUR = 3_600_000_000
FIRST = 20_000 * 24 * HOUR
PERSONS = ("Anna", "Bo", "Chidi")
Row = dict[str, Any]

rows = st.fixed_dictionaries(
    {
        "contact_id": st.sampled_from(["a", "b", "c"]),
        "visit": st.sampled_from([1, 1, 1, 2]),
        "offered_us": st.sampled_from([FIRST, FIRST + HOUR - 1, FIRST + HOUR, FIRST + 40 * HOUR]),
        "outcome": st.just("answered"),
        "agent": st.sampled_from([None, *PERSONS]),
        "customer": st.sampled_from([None, *PERSONS]),
        "wait_ms": st.sampled_from([0, 1, 2]),
        "source_rev": st.sampled_from([None, None, 0, 1, 2]),
    }
)


class RecordSets(RuleBasedStateMachine):
    """A folder, and beside it the list of all rows that ever came."""

    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pactline-state-"))
        self.came: dict[str, Row] = {}  # by content
        self.names: dict[tuple[str, str], object] = {}  # content and column: who stands there, or which erasure put it
        self.erasures = 0
        self.receipts = 0

    def teardown(self) -> None:
        found = verify(self.folder).findings if self.receipts else []
        shutil.rmtree(self.folder)
        assert found == []

    @initialize(batch=st.lists(rows, min_size=1, max_size=4), target=batches)
    def begin(self, batch: list[Row]) -> list[Row]:
        self.bring(batch)
        return batch

    @rule(batch=st.lists(rows, max_size=5), target=batches)
    def add(self, batch: list[Row]) -> list[Row]:
        self.bring(batch)
        return batch

    @rule(batch=batches)
    def resend(self, batch: list[Row]) -> None:
        settled = self.bring(batch)
        assert settled.accepted == 0
        assert settled.conflicts == settled.superseded == []

    @rule(batch=batches, wait=st.sampled_from([3, 4]), target=batches)
    def revise(self, batch: list[Row], wait: int) -> Any:
        revised = [{**row, "source_rev": (row["source_rev"] or 0) + 3, "wait_ms": wait} for row in batch[:1]]
        self.bring(revised)
        return revised if revised else multiple()

    @rule(batch=batches, target=batches)
    def contradict(self, batch: list[Row]) -> Any:
        other = [{**row, "wait_ms": row["wait_ms"] + 10} for row in batch[:2]]
        self.bring(other)
        return other if other else multiple()

    @rule()
    def compact(self) -> None:
        digest = open_record_set(self.folder).digest()
        assert compact(self.folder).digest == digest

    @rule(person=st.sampled_from(PERSONS), column=st.sampled_from(["agent", "customer"]))
    @precondition(lambda self: self.receipts > 1)
    def erase(self, person: str, column: str) -> None:
        there = [key for key, name in self.names.items() if key[1] == column and name == person]
        if there:
            self.erasures += 1
            erase(self.folder, Person(**{f"{column}s": (person,)}), "a request")
            self.names |= dict.fromkeys(there, self.erasures)

    def bring(self, batch: list[Row]) -> Settlement:
        """Bring a file in, and hold its account to the model."""
        fresh = {plain_model.content(row): row for row in batch if plain_model.content(row) not in self.came}
        with Store(self.folder) as store:
            lines = ((n, CONTACTS, [row]) for n, row in enumerate(batch, 1))
            with store.stage(lines, f"{self.receipts:016d}") as settled:
                store.commit({"sha256": f"{self.receipts:064d}"})
        self.receipts += 1
        self.came |= fresh
        for content, row in fresh.items():
            self.names |= {(content, name): row[name] for name in ("agent", "customer") if row[name]}
        versions = plain_model.versions(self.came.values())
        last = {content: len(contents) for contents in versions.values() for content in contents}
        overtaken = sum(content not in last for content in fresh)
        conflicting = sum(last.get(content, 0) > 1 for content in fresh)
        assert (len(settled.superseded), len(settled.conflicts)) == (overtaken, conflicting)
        assert settled.accepted == len(fresh) - overtaken - conflicting
        assert settled.duplicates == len(batch) - len(fresh)
        return settled

    @invariant()
    def the_set_is_what_the_model_says(self) -> None:
        if not self.receipts:
            return
        records = open_record_set(self.folder)
        assert records.digest() == plain_model.digest(self.came.values())
        counting = records.rows(records.contacts())
        assert {row["content"] for row in counting} == plain_model.counting(self.came.values())
        assert len(counting) == records.count
        assert len(records.receipts) == self.receipts
        for column in ("agent", "customer"):
            shown = {str(row["content"]): row[column] for row in [*counting, *records.conflicts()] if row[column]}
            meant = {content: self.names[content, column] for content in shown}
            for content, name in shown.items():
                erased = isinstance(meant[content], int)
                assert str(name).startswith(PSEUDONYM) == erased
                assert erased or name == meant[content]
                alike = {other for other in shown if shown[other] == name}
                assert alike == {other for other in meant if meant[other] == meant[content]}


TestRecordSets = RecordSets.TestCase
TestRecordSets.settings = settings(
    settings(), max_examples=EXAMPLES or 5, stateful_step_count=50 if EXAMPLES else 12, deadline=None
)

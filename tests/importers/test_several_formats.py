"""Several formats in one record set: what one of them carries for contacts that wait is nothing to the others."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pactline.importers.ingesting import ingest
from pactline.records.folder.manifest import read_manifest


def _fs(action: str, **more: str) -> str:
    told = {"Event-Subclass": "callcenter::info", "CC-Action": action, "CC-Queue": "s@d", "CC-Member-UUID": "m1"}
    told |= {"CC-Member-Session-UUID": "s1", "Event-Date-Timestamp": "1748855110000000"}
    return json.dumps({**told, **{f"CC-{name.replace('_', '-')}": value for name, value in more.items()}})


def _event(kind: str, **told: Any) -> str:
    return json.dumps({"event_id": kind, "type": kind, "contact_id": "7", **told})


AUDIT = {"id": 1, "ticket_id": 7, "created_at": "2025-06-02T09:00:00Z", "author_id": 5}
COMMENT = {"id": 2, "type": "Comment", "body": "x", "public": True, "author_id": 5}
WAITING = {
    "queue_log": (
        "1748855100|1748855100.1|q1|NONE|ENTERQUEUE||5550100|1",
        "1748855110|1748855100.1|q1|NONE|ABANDON|1|1|10",
    ),
    "mod_callcenter": (
        _fs("member-queue-start", Member_Joined_Time="1748855100"),
        _fs("member-queue-end", Member_Joined_Time="1748855100", Member_Leaving_Time="1748855110", Cause="Cancel",
            Cancel_Reason="TIMEOUT"),
    ),
    "plain-events": (
        _event("offered", at="2025-06-02T09:00:00Z", channel="voice", queue="q", direction="inbound"),
        _event("ended", at="2025-06-02T09:00:10Z", outcome="abandoned"),
    ),
    "tickets": (
        json.dumps({**AUDIT, "events": [COMMENT]}),
        json.dumps({"users": [{"id": 5, "role": "agent", "name": "x", "created_at": "2025-01-01T00:00:00Z"}]}),
    ),
}  # fmt: skip
"""Of each format the beginning of a contact, and what completes it. Two of them call their contact 7."""


@pytest.mark.parametrize(("one", "other"), [p for p in pairwise([*WAITING, *reversed(WAITING)]) if p[0] != p[1]])
def test_a_contact_that_waits_in_one_format_is_completed_beside_those_of_another(
    one: str, other: str, tmp_path: Path
) -> None:
    for part in (0, 1):
        for name in (one, other):
            file = tmp_path / f"{name}-{part}"
            file.write_text(WAITING[name][part] + "\n", encoding="utf-8")
            (receipt,) = ingest([file], tmp_path / "both", name)
            (alone,) = ingest([file], tmp_path / name, name)
            assert _sums(receipt.to_json()) == _sums(alone.to_json()), name
        waiting = read_manifest(tmp_path / "both" / "records").incomplete
        assert len(waiting) == (0 if part else len({_contact(name) for name in (one, other)}))


def _sums(receipt: dict[str, Any]) -> dict[str, Any]:
    return {name: receipt[name] for name in ("read", "accepted", "duplicates", "incomplete", "ignored", "rejected")}


def _contact(name: str) -> str:
    return {"plain-events": "7", "tickets": "7"}.get(name, name)

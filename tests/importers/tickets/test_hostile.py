"""A hostile sample of our own: duplicates, orphans, a clock change, wrong types, a cut file, two contents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing, bring_in
from tests.importers.tickets.made_up import (
    AGENT,
    COLLEAGUE,
    activity,
    article,
    audit,
    changed,
    comment,
    communication,
    created,
    entry,
    lines,
    message,
    opening,
)

from pactline.importers.plain import codes as plain_codes
from pactline.importers.tickets import importing
from pactline.importers.tickets.importing import CODES

GOLDEN = Path(__file__).parent / "golden" / "hostile.json"
BERLIN = ZoneInfo("Europe/Berlin")


def hostile() -> str:
    """One record a line; the comment says what is wrong with it."""
    spring, autumn = "2026-03-29 02:30:00.000000", "2025-10-26 02:30:00.000000"
    found: list[Any] = [
        opening(), opening(),  # delivered twice
        audit(101, "10:00:00", comment(COLLEAGUE), author=COLLEAGUE),  # not the requester, role unknown
        audit(102, "10:00:00", comment(AGENT), author=AGENT, ticket=9),  # an orphan: nobody created ticket 9
        audit(103, "10:00:00", comment(AGENT, public="yes"), author=AGENT),  # a word for a truth value
        audit(104, "10:00:00", changed("status", "asleep")), audit(105, "10:00:00", changed("priority", "high")),
        audit(106, "10:00:00", created("status", "new"), ticket="eight eight"),  # an id with a blank
        {**opening(107), "created_at": "2026-02-30T09:00:00Z"}, {**opening(108), "created_at": None},
        {**opening(109), "events": {"type": "Comment"}}, {**opening(None), "id": None},  # type: ignore[arg-type]
        {"id": AGENT, "role": "agent"}, {"id": None, "role": "agent"},
        message(1, "09:00:00"), message(1, "09:00:01"),  # one message at two times
        message(2, "09:00:00", 7), message(3, "09:00:00", conversation_id=None),
        message(4, "09:00:00", 2, None, content="Conversación resuelta"),
        message(5, "09:00:00", created_at=1772438400000),  # milliseconds
        message(6, "09:00:00", 1, "user", content_attributes={"external_created_at": 1772438400}),
        article(3, "09:00:00"), article(4, "09:00:00", "Robot"), article(5, "09:00:00", internal="no"),
        entry(70, "09:00:00", attribute="state", value_to="with the vendor"), entry(71, "09:00:00", attribute="title"),
        communication("c1", "09:00:00", creation=spring), communication("c2", "09:00:00", creation=autumn),
        communication("c3", "09:00:00", "Sideways"),
        communication("c4", "09:00:00", communication_date="2026-03-01 09:00:00"),  # the mail's own clock is a day off
        activity("v1", "09:00:00", "set status to Asleep"), activity("v2", "09:00:00", "set team to sa\u202eles"),
        {"count": 0, "next_page": None}, {"id": 14}, [], "ticket", None,
    ]  # fmt: skip
    return lines(found) + json.dumps(opening(110))[:-5]  # cut short


def test_the_report_of_the_hostile_sample(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "tickets", zone=BERLIN), GOLDEN)


def test_the_hostile_sample_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert assert_twice_changes_nothing(file, tmp_path / "set", "tickets", zone=BERLIN).verdict == "partial"


def test_a_document_that_is_cut_short_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "audits.json"
    file.write_text(json.dumps({"audits": [opening(), opening(101)]}, indent=1)[:-40], encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "tickets")
    assert (receipt.verdict, receipt.accepted) == ("rejected", 0)


def test_every_code_that_is_shown_is_explained_and_none_besides() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    shown = set(re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"(?!:)', text))
    plain = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert {code for code in shown if code.startswith("TK_")} == set(CODES)
    assert {code for code in shown if not code.startswith("TK_")} <= plain

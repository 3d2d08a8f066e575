"""A record that is told in a second way after the filing turns the proof red, and the proof names it."""

import pytest

from pactline.importers.ingesting import ingest
from pactline.ledger.folder import ContractFolder
from pactline.ledger.proving import prove

AGREEMENT = """\
agreement: One promise
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services:
  calls: {hours: always}
commitments:
  prompt:
    clause: "1"
    service: calls
    metric: service_level
    within: 20 s
    abandons: count_all
    each: month
    target: at least 80 %
"""
HEAD = "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s\n"


def call(name, wait):
    start = "2025-03-03T10:00"
    return f"{name},voice,q,inbound,{start}:00Z,{start}:{wait:02}Z,2025-03-03T10:05:00Z,answered,{wait}\n"


@pytest.mark.parametrize(("wait", "other_wait"), [(1, 10), (10, 1)])
def test_the_call_in_conflict_is_named_whichever_version_was_filed(tmp_path, wait, other_wait):
    folder = tmp_path / "contract"
    folder.mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    for name, rows in (("march.csv", call("a", wait) + call("b", 30)), ("late.csv", call("a", other_wait))):
        (tmp_path / name).write_text(HEAD + rows, encoding="utf-8")
    ingest([tmp_path / "march.csv"], folder, "plain-csv")
    ContractFolder(folder).file("2025-03")
    (before,) = prove(ContractFolder(folder))
    assert before.holds
    ingest([tmp_path / "late.csv"], folder, "plain-csv")
    (after,) = prove(ContractFolder(folder))
    assert after.differences[0] == "contact a visit 1: changed since the filing"
    assert not any("contact b" in difference for difference in after.differences)

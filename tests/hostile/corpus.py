"""The corpus of bad input: what each file is, how it is read, and whether a receipt is what its index expects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "../shared/data/hostile"
MET = Path(__file__).parent / "met.json"
"""Kind, files and files met, as they were when the corpus was last gone through: what the reference page is made of."""

FORMATS: Mapping[str, str] = {
    "csv": "plain-csv", "json": "plain-json", "jsonl": "plain-jsonl", "events": "plain-events",
    "queue_log": "queue_log", "xlsx": "plain-xlsx", "archive": "plain-csv",
}  # fmt: skip
COUNTS = ("accepted", "rejected", "duplicates", "conflicts", "incomplete", "ignored")

OTHERWISE: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "ql_dup_complete.log": (
        {"verdict": "accepted", "accepted": 5, "conflicts": 0},
        "who hung up does not change the figures, so a call that was completed twice is one call, with a warning",
    ),
}
"""Files on which another verdict that the index names as good was chosen: what is expected instead, and why."""


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The entries of these kinds by file; none where the corpus is not there."""
    index = CORPUS / "index.json"
    if not index.exists():
        return {}
    found = json.loads(index.read_text(encoding="utf-8"))["files"]
    return {entry["file"]: entry for entry in found if entry["kind"] in FORMATS}


def expected(name: str) -> dict[str, Any]:
    """What the index expects of a file, with the choice where it leaves one."""
    return {**entries()[name]["expect"], **OTHERWISE.get(name, ({}, ""))[0]}


def together(receipts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The receipts of one file, which are several for an archive, as one."""
    verdicts = {receipt["verdict"] for receipt in receipts}
    return {
        "verdict": verdicts.pop() if len(verdicts) == 1 else "partial",
        **{name: sum(receipt[name] for receipt in receipts) for name in ("read", *COUNTS)},
        "problems": [problem for receipt in receipts for problem in receipt["problems"]],
    }


def differences(name: str, receipts: Sequence[Mapping[str, Any]]) -> list[str]:
    """What of the receipts is not as expected, in words; nothing if all is."""
    found, wanted = together(receipts), expected(name)
    told = []
    if found["verdict"] != wanted["verdict"]:
        told.append(f"verdict {found['verdict']} and not {wanted['verdict']}")
    told += [f"{found[each]} {each} and not {wanted[each]}" for each in COUNTS if found[each] != wanted.get(each, 0)
             and each in wanted]  # fmt: skip
    if "code" in wanted:
        codes = [problem["code"] for problem in found["problems"]]
        told += (
            [] if codes == [wanted["code"]] and not found["read"] else [f"refused with {codes}, not {wanted['code']}"]
        )
    elif len(found["problems"]) != found["rejected"] + found["incomplete"]:
        told.append("the list of problems is not that of the refused and incomplete records")
    return told + _missing(wanted.get("rows", []), found["problems"])


def _missing(rows: Sequence[Mapping[str, Any]], problems: Sequence[Mapping[str, Any]]) -> list[str]:
    """The expected problems that are not there: by line, or by the contact that is named."""
    told = []
    left = list(problems)
    for row in rows:
        fits = [
            problem for problem in left
            if problem["code"] == row["code"]
            and (problem["line"] == row["line"] if "line" in row else row["contact"] in problem["message"])
        ]  # fmt: skip
        if fits:
            left.remove(fits[0])
        else:
            told.append(f"{row['code']} is not told of {row.get('line', row.get('contact'))}")
    return told

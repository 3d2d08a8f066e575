"""Every folder in ``examples/`` is a test: its statements prove, and its README's pencil and the program agree."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.examples.rows import after_all, changed, named, reference, rows_of, slipped_in, write

from pactline.ledger.folder import ContractFolder, read_filed
from pactline.ledger.proving import prove

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/agreement.yaml"))
EVERY = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
_SUM = re.compile(r"^```sum\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sums(folder: Path) -> list[tuple[str, str, dict[str, str]]]:
    """The lines of the README's sum: what, when (a month, or a day of it), and the figures by name."""
    (block,) = _SUM.findall((folder / "README.md").read_text(encoding="utf-8"))
    found = []
    for line in block.splitlines():
        what, when, *figures = line.split()
        found.append((what, when, dict(figure.split("=") for figure in figures if figure != "not-due")))
    return found


def filed(folder: Path) -> dict[str, dict[str, Any]]:
    """The filed statements by their month."""
    found = [read_filed(path).statement for path in ContractFolder(folder).filed()]
    return {statement["period"]["first"][:7]: statement for statement in found}


def provisional(folder: Path) -> set[str]:
    """The months whose filed statements wait for what later records tell."""
    return {month for month, statement in filed(folder).items() if "so the figure is provisional" in str(statement)}


def said(statement: dict[str, Any], what: str, when: str) -> dict[str, Any]:
    """What a statement says of a commitment, of one of its windows, of the cap or of the total."""
    if what == "total":
        return statement["totals"]
    if what == "at_risk":
        (cap,) = statement["caps"]
        return cap
    if what in [item["id"] for item in statement["not_due"]]:
        return {}
    (result,) = [item for item in statement["commitments"] if item["id"] == what]
    if len(when) > len("2025-06"):
        (result,) = [window for window in result["windows"] if window["first"] == when]
    good = "-" if result["good"] is None else result["good"]
    return {**result, "good": good, "value": result["value"]["fraction"]}


def copied(folder: Path, tmp_path: Path) -> Path:
    """A copy that a test may edit."""
    return Path(shutil.copytree(folder, tmp_path / folder.name))


def holds(folder: Path) -> bool:
    """Whether every filed statement of a folder comes out the same."""
    return all(proof.holds for proof in prove(ContractFolder(folder)))


@EVERY
def test_every_filed_statement_proves(folder: Path) -> None:
    proofs = list(prove(ContractFolder(folder)))
    assert proofs, "nothing is filed"
    assert [str(proof) for proof in proofs if not proof.holds] == []


@EVERY
def test_the_sum_done_by_hand_is_the_statements(folder: Path) -> None:
    statements = filed(folder)
    for what, when, figures in sums(folder):
        found = said(statements[when[:7]], what, when)
        assert figures == {name: str(found[name]) for name in figures}, f"{what} {when}"


@EVERY
def test_every_commitment_of_every_filed_statement_has_its_sum_by_hand(folder: Path) -> None:
    by_hand = {(what, when) for what, when, _ in sums(folder)}
    for month, statement in filed(folder).items():
        settled = {item["id"] for item in statement["commitments"]}
        waiting = {item["id"] for item in statement["not_due"]}
        wanted = settled | waiting | {"total"} | ({"at_risk"} if statement["caps"] else set())
        assert {what for what, when in by_hand if when == month} == wanted
        complete = {"counted", "good", "value", "verdict", "credit", "bonus"}
        assert all(
            set(figures) == complete for what, when, figures in sums(folder) if when == month and what in settled
        )


@EVERY
def test_the_table_done_by_hand_names_every_call_of_the_records(folder: Path) -> None:
    page = (folder / "README.md").read_text(encoding="utf-8")
    tabled = re.findall(r"^\| ([A-Z]+-[0-9]+) \|", page, re.MULTILINE)
    rows = [row for file in (folder / "records").iterdir() for row in rows_of(file)]
    visits = [reference(row) for row in rows if "offered_at" in row]
    recorded = [*visits, *{reference(row) for row in rows if "offered_at" not in row}]  # a ticket once, not its events
    assert sorted(tabled) == sorted(recorded)
    assert 8 <= len(recorded) <= 60


@EVERY
def test_one_second_in_one_record_turns_the_proof_red_and_names_the_contact(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
    listed = contacts_of(copy)
    contact = listed[len(listed) // 2]
    for file in (copy / "records").iterdir():
        write(file, [changed(row) if named(row) == contact else row for row in rows_of(file)])
    red = [proof for proof in prove(ContractFolder(copy)) if not proof.holds]
    assert len(red) == 1
    assert red[0].differences[0] == f"{contact}: changed since the filing"
    assert not any(other in line for other in listed if other != contact for line in red[0].differences)


@EVERY
def test_another_order_and_rows_told_twice_change_nothing(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
    for file in (copy / "records").iterdir():
        rows = rows_of(file)
        write(file, [*reversed(rows), *rows[::2]])
    assert holds(copy)


@EVERY
def test_a_row_outside_the_periods_changes_nothing_that_is_final(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
    file = next((copy / "records").iterdir())
    rows = rows_of(file)
    write(file, [*rows, after_all(rows[0])])
    red = [proof for proof in prove(ContractFolder(copy)) if not proof.holds]
    assert {Path(proof.file).stem for proof in red} == provisional(folder)
    assert all("late" in proof.differences[0] for proof in red)  # named as what came after the filing


@EVERY
def test_a_row_inside_the_period_does_not_pass_unseen(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
    counted, slipped = contacts_of(copy)[0], list[str]()
    for file in (copy / "records").iterdir():
        rows = rows_of(file)
        found = [slipped_in(row) for row in rows if named(row) == counted]
        write(file, [*rows, *found])
        slipped += [named(row) for row in found]
    red = [proof for proof in prove(ContractFolder(copy)) if not proof.holds]
    assert [proof.differences[0] for proof in red] == [f"{name}: came after the filing" for name in slipped]


@EVERY
def test_the_agreement_has_no_problem(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        assert ContractFolder(file).agreement.commitments


def test_the_list_of_examples_names_each_in_order() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[([a-z-]+)\]\(\1/README\.md\) \|", page, re.MULTILINE) == [path.name for path in FOLDERS]
    assert f"pactline prove {' '.join(f'examples/{path.name}' for path in FOLDERS)} -->" in page


def test_the_first_look_is_a_dozen_lines() -> None:
    assert len((EXAMPLES / "first-look" / "agreement.yaml").read_text(encoding="utf-8").splitlines()) <= 14


def test_the_two_agreements_of_per_second_differ_in_the_rounding_of_half_a_cent_only() -> None:
    half_up, half_even = (
        (EXAMPLES / "per-second" / name).read_text(encoding="utf-8")
        for name in ("agreement.yaml", "agreement-half-even.yaml")
    )
    assert half_even == half_up.replace("money: half_up", "money: half_even") != half_up
    records = EXAMPLES / "per-second" / "records"
    statement = ContractFolder(EXAMPLES / "per-second" / "agreement-half-even.yaml", records).evaluate("2025-10")
    assert [str(statement["speed"].credit), str(statement.credits)] == ["65.62", "130.62"]


def contacts_of(folder: Path) -> list[str]:
    """The contacts, or rows of another table, that the filed statements were computed from."""
    listings = sorted(folder.glob("statements/*.records.csv"))
    rows = [row for listing in listings for row in rows_of(listing)]
    return [
        f"contact {row['contact_id']} visit 1" if row["visit"] != "0" else f"row {row['contact_id']}" for row in rows
    ]

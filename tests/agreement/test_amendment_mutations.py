"""Whatever is done to a good amendment, versions or problems come out, and nothing falls over."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreement.amendment_faults import AMENDMENT, OTHER, folder

from pactline.agreement.differing import differ
from pactline.agreement.reading import read
from pactline.agreement.sides import open_side
from pactline.agreement.versions import examine_versions
from pactline.statement.rules import vocabulary

WORDS = vocabulary()
PIECES = sorted({word for word in AMENDMENT.replace(":", " ").replace("{", " ").replace("}", " ").split()})
STRANGE = [
    "", "~", "[]", "{}", "[[]]", "{a: {b: c}}", "- x", "*a", "&a b", "'", '"', "yes", "no", "0 %", "commitments",
    "commitments.prompt-answer", "[commitments, two-tiers]", "2025-02-30", "9999-12-31", "0001-01-01", "zone",
    "a.b..c", ".",
]  # fmt: skip
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(text: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        at = folder(Path(place), {"then.yaml": OTHER})
        (at / "amendments" / "raise.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        examined = examine_versions(at, WORDS)
        assert (examined.versions is None) is bool(examined.problems)
        assert all(p.code and p.message and p.file for p in (*examined.problems, *examined.notes))
        for version in examined.versions or ():
            text = examined.versions.text_on(version.effective or version.agreement.term.first)  # type: ignore[union-attr]
            read(text.encode(), WORDS)
        if examined.versions:
            differ(open_side(at / "agreement.yaml", WORDS), open_side(at, WORDS))


@SETTINGS
@given(st.sampled_from(PIECES), st.sampled_from(PIECES + STRANGE), st.integers(0, 5))
def test_any_word_in_the_place_of_any_other(old: str, new: str, skip: int) -> None:
    parts = AMENDMENT.split(old)
    at = skip % (len(parts) - 1)
    survives(old.join(parts[: at + 1]) + new + old.join(parts[at + 1 :]))


@SETTINGS
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["drop", "twice", "swap", "in", "out"])), max_size=4))
def test_lines_dropped_doubled_swapped_and_shifted(edits: list[tuple[int, str]]) -> None:
    lines = AMENDMENT.splitlines()
    for number, edit in edits:
        at = number % len(lines)
        match edit:
            case "drop" if len(lines) > 1:
                del lines[at]
            case "twice":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
            case "in":
                lines[at] = "  " + lines[at]
            case _:
                lines[at] = lines[at].removeprefix("  ")
    survives("\n".join(lines) + "\n")

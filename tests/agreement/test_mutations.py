"""Whatever is done to a good agreement, the reader answers with an agreement or with problems, and never falls over."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreement.faults import FAULTS, GOOD

from pactline.agreement.reading import examine
from pactline.statement.rules import vocabulary

WORDS = vocabulary()
LINES = GOOD.splitlines()
PIECES = sorted({word for line in LINES for word in line.replace(":", " ").split()})
STRANGE = [
    "", "~", "null", "[]", "{}", "[[]]", "{a: {b: c}}", "- x", "? y", "*a", "&a b", "!!int 3", "'", '"',
    "0 %", "-1 %", "1e9", "9" * 40, "9" * 5000, "\u0661\u0662", "\u200b", "9999-12-31", "0001-01-01", "2099-12-31",
    "at least", "at least 100 %", "less than 0 s", "under 0 s", "24:00-24:00", "00:00-24:00", "2025-W01",
    "from 2025-07-01", "{from 2025-07-01: at least 80 %}", "{from 9999-12-31: 1}", "{from 0001-01-01: 1}",
]  # fmt: skip
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(text: str) -> None:
    answer(text.encode("utf-8", "surrogatepass"))


def answer(raw: bytes) -> None:
    """An agreement with commitments, or problems that each say what and where; nothing else may come out."""
    examined = examine(raw, WORDS)
    if examined.agreement:
        assert examined.agreement.commitments
    else:
        assert examined.problems
    assert all(p.code and p.message and p.line >= 1 for p in (*examined.problems, *examined.notes))


@SETTINGS
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "swap", "in", "out"])), max_size=4
    )
)
def test_lines_dropped_doubled_swapped_and_shifted(edits: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for number, edit in edits:
        at = number % len(lines)
        if edit == "drop":
            del lines[at]
        elif edit == "twice":
            lines.insert(at, lines[at])
        elif edit == "swap":
            lines[at], lines[at - 1] = lines[at - 1], lines[at]
        else:
            lines[at] = "  " + lines[at] if edit == "in" else lines[at].removeprefix("  ")
    survives("\n".join(lines) + "\n")


@SETTINGS
@given(st.sampled_from(PIECES), st.one_of(st.sampled_from(PIECES + STRANGE), st.text(max_size=6)), st.integers(0, 5))
def test_any_word_in_the_place_of_any_other(old: str, new: str, skip: int) -> None:
    parts = GOOD.split(old)
    at = skip % (len(parts) - 1)
    survives(old.join(parts[: at + 1]) + new + old.join(parts[at + 1 :]))


@SETTINGS
@given(st.integers(0, len(LINES) - 1), st.sampled_from(STRANGE))
def test_any_strange_value_under_any_key(number: int, value: str) -> None:
    lines = list(LINES)
    lines[number] = lines[number].split(":")[0] + ": " + value
    survives("\n".join(lines))


@SETTINGS
@given(st.lists(st.sampled_from(FAULTS), min_size=2, max_size=4))
def test_several_faults_at_once(faults: list[object]) -> None:
    text = GOOD
    for fault in faults:
        text = text.replace(fault.old, fault.new, 1)  # type: ignore[attr-defined]
    survives(text)


@SETTINGS
@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_any_bytes_anywhere(noise: bytes, at: int) -> None:
    raw = GOOD.encode()
    answer(raw[:at] + noise + raw[at:])

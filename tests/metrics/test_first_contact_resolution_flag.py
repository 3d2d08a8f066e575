"""First contact resolution by flag: the share of flagged contacts whose agent marked the wish as settled."""

from __future__ import annotations

from tests.customers import figure
from tests.figures import visit


def test_contacts_without_a_flag_are_on_neither_side() -> None:
    rows = [visit(number=n, resolved=flag) for n, flag in enumerate(("yes", "yes", "no", None, None), 1)]
    found = figure(rows, "first_contact_resolution_flag")
    assert (found.of, found.unknown) == ((2, 3), 0)


def test_of_a_whole_contact_the_last_flag_counts() -> None:
    rows = [visit(visit=1, resolved="yes"), visit(visit=2, resolved="no"), visit(visit=3)]
    assert figure(rows, "first_contact_resolution_flag", level="contact").of == (0, 1)


def test_without_flags_there_is_no_figure() -> None:
    assert figure([visit()], "first_contact_resolution_flag").value is None

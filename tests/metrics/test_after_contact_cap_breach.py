"""After-contact cap breach: the share of answered contacts whose after-contact work took longer than allowed."""

from __future__ import annotations

from tests.customers import figure
from tests.figures import visit

ROWS = [
    visit(number=1, wrap=59.999),
    visit(number=2, wrap=60),
    visit(number=3, wrap=60.001),
    visit(number=4, wrap=None),
    visit("abandoned", number=5, wrap=90),
]


def test_a_wrap_of_exactly_the_limit_keeps_it_if_the_limit_is_at_most() -> None:
    assert figure(ROWS, "after_contact_cap_breach", limit="60 s", unrecorded="as_zero").of == (1, 4)
    assert figure(ROWS, "after_contact_cap_breach", limit="under 60 s", unrecorded="as_zero").of == (2, 4)


def test_an_unknown_wrap_is_none_or_left_out_as_agreed() -> None:
    found = figure(ROWS, "after_contact_cap_breach", limit="60 s", unrecorded="leave_out")
    assert (found.of, found.unknown) == ((1, 3), 1)
    assert figure(ROWS, "after_contact_cap_breach", limit="60 s", unrecorded="as_zero").unknown == 0

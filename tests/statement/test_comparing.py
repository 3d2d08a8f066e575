"""The published forms side by side."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures import visit, visits

from pactline.records.record_set import from_rows
from pactline.statement.comparison.comparing import Comparison, compare, shared_choices
from pactline.statement.comparison.comparing_text import render_comparison
from pactline.statement.counting.choices_in_words import ChoiceRefused
from pactline.values.duration import Limit

PUBLISHED = visits(
    (860, "answered", 10), (140, "answered", 40), (10, "abandoned", 3), (10, "abandoned", 15), (40, "abandoned", 60)
)


def compared(rows: list[dict[str, Any]], within: str = "20", short: str | None = "5", **more: Any) -> Comparison:
    return compare(
        from_rows(rows),
        within=Limit.parse(within),
        short_abandon=Limit.parse(short) if short else None,
        counting=shared_choices({}),
        **more,
    )


def contact_ids(comparison: Comparison, a: str, b: str) -> list[str]:
    (found,) = [d for d in comparison.differences if d.between == (a, b)]
    return [contact.contact_id for contact in found.contacts]


def test_the_published_example_comes_out_exactly() -> None:
    forms = {form["code"]: form for form in compared(PUBLISHED).to_json()["forms"]}
    figures = {code: (form["value"]["fraction"], form["value"]["percent"]) for code, form in forms.items()}
    assert {code: figures[code] for code in figures if code.startswith("SL")} == {
        "SL-A": ("43/50", "86.00"),
        "SL-B": ("43/53", "81.13"),
        "SL-C": ("43/52", "82.69"),
        "SL-D": ("44/53", "83.02"),
        "SL-E": ("87/106", "82.08"),
        "SL-F": ("86/105", "81.90"),
        "SL-G": ("86/105", "81.90"),
    }
    assert (forms["SL-F"]["counted"], forms["SL-F"]["good"]) == (1050, 860)


def test_a_pair_of_forms_names_the_contacts_between_them() -> None:
    comparison = compared(PUBLISHED)
    assert contact_ids(comparison, "SL-B", "SL-F") == sorted(f"c{n}" for n in range(1001, 1011))
    assert contact_ids(comparison, "SL-C", "SL-F") == sorted(f"c{n}" for n in range(1011, 1021))
    (between,) = [d for d in comparison.differences if d.between == ("SL-E", "SL-F")]
    assert between.contacts[0].treated == {"SL-E": "met", "SL-F": "left out"}


def test_forms_that_treat_every_contact_alike_make_no_pair() -> None:
    pairs = [difference.between for difference in compared(PUBLISHED).differences]
    assert ("SL-F", "SL-G") not in pairs, "without flow-outs they are the same"
    assert not any(a[:2] != b[:2] for a, b in pairs), "service level is not compared with abandonment"


def test_the_list_of_contacts_is_bounded_and_the_total_is_told() -> None:
    whole = {d.between: d.contacts for d in compared(PUBLISHED).differences}
    for difference in compared(PUBLISHED, limit=3).differences:
        assert difference.total == len(whole[difference.between])
        assert difference.contacts == whole[difference.between][:3]


def test_a_form_that_judges_by_waits_says_nothing_without_them() -> None:
    rows = visits((8, "answered", 10), (2, "abandoned", None))
    forms = {form.form.code: form for form in compared(rows).forms}
    assert forms["SL-A"].not_computable is None
    assert forms["SL-B"].not_computable is None
    for code in ("SL-C", "SL-D", "SL-E", "SL-F", "AB-3", "AB-4"):
        assert "no wait for any of the 2 abandoned" in (forms[code].not_computable or "")
        assert forms[code].to_json()["value"] is None


def test_some_unknown_waits_are_counted_and_told() -> None:
    rows = visits((8, "answered", 10), (2, "abandoned", None), (1, "abandoned", 3))
    comparison = compared(rows)
    forms = {form.form.code: form for form in comparison.forms}
    assert forms["SL-F"].not_computable is None
    assert (forms["SL-F"].counts.counted, forms["SL-F"].counts.unknown) == (10, 2)
    assert "2 contacts of unknown wait" in render_comparison(comparison, 3)


def test_a_known_wait_that_is_left_out_is_not_called_missing() -> None:
    rows = visits((8, "answered", 10), (1, "abandoned", None), (1, "abandoned", 3))
    forms = {form.form.code: form for form in compared(rows).forms}
    assert forms["SL-C"].not_computable is None


def test_without_a_short_abandon_time_the_forms_that_need_it_are_not_computable() -> None:
    forms = {form.form.code: form for form in compared(PUBLISHED, short=None).forms}
    assert "short_abandon" in (forms["SL-F"].not_computable or "")
    assert forms["SL-G"].counts.counted == 1060, "it takes a short-abandon time only if one is set"


def test_the_sense_of_the_limit_decides_on_the_limit_itself() -> None:
    rows = [visit("answered", 20, 1), visit("answered", 19, 2)]
    good = [
        next(form.counts.good for form in compared(rows, within).forms if form.form.code == "SL-A")
        for within in ("at most 20 s", "under 20 s")
    ]
    assert good == [2, 1]


def test_a_choice_the_forms_fix_is_refused() -> None:
    with pytest.raises(ChoiceRefused, match="abandons"):
        shared_choices({"abandons": "count_all"})
    assert shared_choices({"level": "contact"}).level.value == "contact"


def test_the_text_tells_the_spread() -> None:
    text = render_comparison(compared(PUBLISHED), 2)
    assert "the same contacts give 81.13 to 86.00 %" in text
    assert "Talkdesk" in text
    assert "SL-B | SL-F  10: c1001/1 (abandoned after 3 s: not met | left out)" in text


OUTCOMES = st.sampled_from(["answered", "abandoned", "flowed_out", "callback", "refused"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(OUTCOMES, st.one_of(st.none(), st.integers(0, 40))), min_size=1, max_size=25))
def test_the_figures_of_two_forms_differ_by_the_contacts_between_them(drawn: list[tuple[str, int | None]]) -> None:
    rows = [visit(outcome, wait, number) for number, (outcome, wait) in enumerate(drawn, 1)]
    comparison = compared(rows)
    figures = {form.form.code: form.counts for form in comparison.forms}
    for difference in comparison.differences:
        a, b = difference.between
        met = {"met": 1, "abandoned": 1}
        for what, worth in (("good", met), ("counted", {**met, "not met": 1, "not abandoned": 1})):
            moved = sum(worth.get(c.treated[a], 0) - worth.get(c.treated[b], 0) for c in difference.contacts)
            assert (getattr(figures[a], what) or 0) - (getattr(figures[b], what) or 0) == moved

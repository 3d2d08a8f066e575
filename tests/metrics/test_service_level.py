"""Service level: the share of offered contacts that were answered within the agreed wait."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError
from tests.figures import evaluate, figure_of, visit, visits

from pactline.metrics import metrics
from pactline.records.choices.contacts import Clock
from pactline.records.views.contacts import Contacts
from pactline.statement.comparison.forms import FORMS, Form, form_arguments
from pactline.values.duration import Limit

BY_CODE = {form.code: form for form in FORMS}
USUAL = {
    "within": "20 s",
    "abandons": "count_all",
    "flow_outs": "exclude",
    "callbacks": "exclude",
    "refused": "exclude",
}

PUBLISHED = visits(
    (860, "answered", 20),
    (140, "answered", 20.001),
    (10, "abandoned", 5),
    (10, "abandoned", 20),
    (40, "abandoned", 21),
)


@pytest.mark.parametrize(
    ("abandons", "good", "counted"),
    [
        ("ignore_all", 860, 1000),  # 86.00 %
        ("count_all", 860, 1060),  # 81.13 %
        ("ignore_within_T", 860, 1040),  # 82.69 %
        ("count_as_met_within_T", 880, 1060),  # 83.02 %
        ("count_as_met_short", 870, 1060),  # 82.08 %
        ("ignore_short", 860, 1050),  # 81.90 %
    ],
)
def test_the_published_example_has_six_answers(abandons: str, good: int, counted: int) -> None:
    short = {"short_abandon": "5 s"} if "short" in abandons else {}
    found = evaluate(PUBLISHED, "service_level", **{**USUAL, "abandons": abandons, **short})
    assert (found.good, found.counted) == (good, counted)
    assert found.value == Fraction(100 * good, counted)


def test_a_wait_of_exactly_the_limit_is_within_it_if_the_limit_is_at_most() -> None:
    rows = visits((1, "answered", 19.999), (1, "answered", 20), (1, "answered", 20.001))
    assert evaluate(rows, "service_level", **{**USUAL, "within": "20 s"}).good == 2
    assert evaluate(rows, "service_level", **{**USUAL, "within": "under 20 s"}).good == 1


def test_an_abandon_of_exactly_the_short_time_is_short_if_the_limit_is_at_most() -> None:
    rows = visits((1, "answered", 1), (1, "abandoned", 4.999), (1, "abandoned", 5), (1, "abandoned", 5.001))
    words = {**USUAL, "abandons": "ignore_short"}
    assert evaluate(rows, "service_level", **words, short_abandon="5 s").counted == 2
    assert evaluate(rows, "service_level", **words, short_abandon="under 5 s").counted == 3


def test_an_answer_whose_wait_is_unknown_was_not_in_time() -> None:
    rows = visits((1, "answered", None), (1, "answered", 20))
    found = evaluate(rows, "service_level", **USUAL)
    assert (found.good, found.counted) == (1, 2)


@pytest.mark.parametrize("abandons", ["ignore_short", "ignore_within_T", "count_as_met_short", "count_as_met_within_T"])
def test_an_abandon_whose_wait_is_unknown_counts_as_missed(abandons: str) -> None:
    short = {"short_abandon": "5 s"} if "short" in abandons else {}
    rows = visits((1, "answered", 1), (1, "abandoned", None))
    found = evaluate(rows, "service_level", **{**USUAL, "abandons": abandons, **short})
    assert (found.good, found.counted) == (1, 2)


@pytest.mark.parametrize(
    ("switch", "word", "good", "counted"),
    [
        ("flow_outs", "exclude", 1, 1),
        ("flow_outs", "count_as_missed", 1, 3),
        ("callbacks", "exclude", 1, 1),
        ("callbacks", "own_queue_visit", 1, 1),
        ("callbacks", "count_as_missed", 1, 4),
        ("callbacks", "count_as_met_within_T", 2, 4),
        ("refused", "exclude", 1, 1),
        ("refused", "count_as_missed", 1, 2),
    ],
)
def test_each_switch_moves_its_own_contacts_only(switch: str, word: str, good: int, counted: int) -> None:
    rows = visits(
        (1, "answered", 20),
        (2, "flowed_out", 3),
        (1, "callback", 20),
        (1, "callback", 20.001),
        (1, "callback", None),
        (1, "refused", None),
        (1, "failed", 1),
        (1, "open", 1),
    )
    found = evaluate(rows, "service_level", **{**USUAL, switch: word})
    assert (found.good, found.counted) == (good, counted)


def test_the_clock_decides_what_the_wait_is() -> None:
    rows = [visit(wait=15, menu=6, ring=4)]
    assert evaluate(rows, "service_level", Clock.QUEUE, **USUAL).good == 1
    assert evaluate(rows, "service_level", Clock.ARRIVAL, **USUAL).good == 0
    assert evaluate(rows, "service_level", Clock.RING, **{**USUAL, "within": "4 s"}).good == 1
    assert evaluate(rows, "service_level", Clock.QUEUE, **{**USUAL, "within": "4 s"}).good == 0


def test_without_a_known_arrival_the_wait_since_arrival_is_unknown() -> None:
    assert evaluate([visit(wait=1)], "service_level", Clock.ARRIVAL, **USUAL).good == 0


def test_nothing_counted_is_no_data_and_neither_nought_nor_a_hundred() -> None:
    assert evaluate(visits((3, "failed", 1)), "service_level", **USUAL).value is None


def test_only_the_short_readings_demand_a_short_abandon_time() -> None:
    metric = metrics()["service_level"]
    words = metric.terms.model_fields["abandons"].annotation
    assert words is not None
    demanding = {word.value for word in words if metric.demands({"abandons": word})}  # type: ignore[attr-defined]
    assert demanding == {"ignore_short", "count_as_met_short"}


def test_an_argument_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        metrics()["service_level"].terms.model_validate({**USUAL, "threshold": "20 s"})


FORM_FIGURES = {
    "SL-A": (860, 1000),
    "SL-B": (860, 1060),
    "SL-C": (860, 1040),
    "SL-D": (880, 1060),
    "SL-E": (870, 1060),
    "SL-F": (860, 1050),
    "SL-G": (860, 1070),  # the twenty flowed out are in, the ten short abandons are not
    "AB-1": (80 + 5, 1080 + 5),  # flow-outs and callbacks swept in
    "AB-2": (60, 1060),
    "AB-3": (50, 1050),
    "AB-4": (50, 1060),
    "AB-5": (60, 1080),
    "AR": (1000, 1060),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_named_form_gives_its_formula(form: Form) -> None:
    rows = PUBLISHED + [{**row, "contact_id": f"x{row['contact_id']}"} for row in visits((20, "flowed_out", 30))]
    rows += [{**row, "contact_id": f"y{row['contact_id']}"} for row in visits((5, "callback", 3), (7, "refused", None))]
    arguments = form_arguments(form, Limit.parse("20 s"), Limit.parse("5 s"))
    metrics()[form.metric].terms.model_validate({key: str(value) for key, value in arguments.items()})
    assert set(arguments) >= metrics()[form.metric].demands({"short_abandon": None, **arguments})
    found = figure_of(rows, metrics()[form.metric].of(Contacts(), arguments))
    assert (found.good, found.counted) == FORM_FIGURES[form.code]


def test_a_form_without_what_it_needs_says_so() -> None:
    with pytest.raises(ValueError, match=r"SL-F.*short_abandon"):
        form_arguments(BY_CODE["SL-F"], Limit.parse("20 s"), None)
    assert "short_abandon" not in form_arguments(BY_CODE["SL-G"], Limit.parse("20 s"), None)

"""Reported figure: what somebody else measured, judged as it was handed over."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.figures import typed

from pactline.metrics import metrics
from pactline.records.choices.choosing import Reported
from pactline.records.views.contacts import Contacts
from pactline.values.target import Unit

MEANS = {"means": "hours of the year in which the line could be called"}


@pytest.mark.parametrize(
    ("unit", "found"), [("percent", Unit.PERCENT), ("seconds", Unit.SECONDS), ("count", Unit.CONTACTS)]
)
def test_the_agreement_says_what_the_figure_counts_in(unit: str, found: Unit) -> None:
    arguments = typed("reported", {**MEANS, "unit": unit, "better": "higher"})
    metric = metrics()["reported"]
    assert metric.unit_for(arguments) is found
    assert metric.of(Contacts(), arguments).unit is found


@pytest.mark.parametrize(("better", "higher"), [("higher", True), ("lower", False)])
def test_the_agreement_says_which_side_is_the_better_one(better: str, higher: bool) -> None:
    assert metrics()["reported"].better_for(typed("reported", {**MEANS, "unit": "percent", "better": better})) is higher


@pytest.mark.parametrize("left_out", ["unit", "better", "means"])
def test_nothing_is_guessed(left_out: str) -> None:
    words = {**MEANS, "unit": "percent", "better": "higher"}
    with pytest.raises(ValidationError):
        typed("reported", {key: word for key, word in words.items() if key != left_out})


def test_how_several_reports_become_one_may_be_left_open() -> None:
    words = {**MEANS, "unit": "percent", "better": "higher"}
    assert typed("reported", words)["combine"] is None
    assert [str(typed("reported", {**words, "combine": how})["combine"]) for how in ("pooled", "mean", "sum", "last")]


def test_the_figure_is_not_counted_from_contacts() -> None:
    arguments = typed("reported", {**MEANS, "unit": "count", "better": "lower"})
    assert isinstance(metrics()["reported"].of(Contacts(), arguments), Reported)

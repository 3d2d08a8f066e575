"""The published forms of service level and abandonment, each with the code the trade's comparisons use.

A form fixes every switch of its metric and leaves free only the promised wait and the short-abandon time. All forms are
made of the same counts, so they can be shown side by side over the same records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pactline.records.choices.contacts import (
    Abandons,
    CallbackRequests,
    Callbacks,
    FlowOuts,
    NotAbandoned,
    Refused,
    ShortAbandons,
    ShortOffered,
)
from pactline.values.duration import Limit


@dataclass(frozen=True)
class Form:
    """One published formula."""

    code: str
    name: str
    metric: str
    formula: str  # A answered, B abandoned, F flowed out, C callback; A(T) within the promised wait, B(S) short
    arguments: Mapping[str, Any]  # typed: every switch but the free ones
    needs: tuple[str, ...]  # the free ones it cannot do without
    sources: str  # who uses it
    with_short: Mapping[str, Any] = field(default_factory=dict)  # further switches if a short-abandon time is given

    @property
    def takes(self) -> tuple[str, ...]:
        """The free arguments it can make use of."""
        return self.needs if not self.with_short else (*self.needs, "short_abandon")


def _service_level(
    letter: str,
    name: str,
    formula: str,
    abandons: Abandons,
    sources: str,
    *,
    flow_outs: FlowOuts = FlowOuts.EXCLUDE,
    with_short: Mapping[str, Any] | None = None,
) -> Form:
    switches = {
        "abandons": abandons,
        "flow_outs": flow_outs,
        "callbacks": Callbacks.EXCLUDE,
        "refused": Refused.EXCLUDE,
    }
    short = abandons in (Abandons.IGNORE_SHORT, Abandons.COUNT_AS_MET_SHORT)
    needs = ("within", "short_abandon") if short else ("within",)
    return Form(f"SL-{letter}", name, "service_level", formula, switches, needs, sources, with_short or {})


def _abandonment(
    number: int,
    name: str,
    formula: str,
    short_abandons: ShortAbandons,
    sources: str,
    *,
    flow_outs: NotAbandoned = NotAbandoned.EXCLUDE,
    callbacks: NotAbandoned = NotAbandoned.EXCLUDE,
) -> Form:
    switches = {
        "short_abandons": short_abandons,
        "flow_outs": flow_outs,
        "callbacks": callbacks,
        "refused": NotAbandoned.EXCLUDE,
    }
    needs = () if short_abandons is ShortAbandons.COUNT else ("short_abandon",)
    return Form(f"AB-{number}", name, "abandonment_rate", formula, switches, needs, sources)


FORMS: tuple[Form, ...] = (
    _service_level(
        "A", "answered only", "A(T) / A", Abandons.IGNORE_ALL,
        "UCCX (only handled), Wazo, Altigen since midnight, BCMS, older AT&T CMS; ICMI form 2",
    ),
    _service_level(
        "B", "all offered", "A(T) / (A + B)", Abandons.COUNT_ALL,
        "Cisco ICM and UCCX (abandons negative), Genesys Cloud with all abandons, Vonage, VICIdial, VoicePro, Yeastar; "
        "ICMI form 3",
    ),
    _service_level(
        "C", "abandons within the promised wait left out", "A(T) / (A + B - B(T))", Abandons.IGNORE_WITHIN_T,
        "Cisco ICM (ignored), UCCX (without abandons), Bright Pattern, CxEngage, Intermedia; ICMI form 4",
    ),
    _service_level(
        "D", "abandons within the promised wait count as met", "(A(T) + B(T)) / (A + B)",
        Abandons.COUNT_AS_MET_WITHIN_T,
        "Cisco ICM and UCCX (positive), Amazon Connect (which adds callbacks); ICMI form 1",
    ),
    _service_level(
        "E", "short abandons count as met", "(A(T) + B(S)) / (A + B)", Abandons.COUNT_AS_MET_SHORT, "ICMI form 5"
    ),
    _service_level(
        "F", "short abandons left out", "A(T) / (A + B - B(S))", Abandons.IGNORE_SHORT,
        "Genesys Cloud with short abandons off, Talkdesk (contacts), Vonage, RingCentral, UniVoIP, Sinch",
    ),
    _service_level(
        "G", "with flow-outs", "A(T) / (A + B + F), less B(S) if set", Abandons.COUNT_ALL,
        "Genesys Cloud with flow-outs on, Vonage unless breakouts are excluded, UniVoIP",
        flow_outs=FlowOuts.COUNT_AS_MISSED, with_short={"abandons": Abandons.IGNORE_SHORT},
    ),
    _abandonment(
        1, "all that was not answered", "(offered - answered) / offered", ShortAbandons.COUNT,
        "Call Centre Helper's basic form; sweeps flow-outs and callbacks in with the abandoned",
        flow_outs=NotAbandoned.COUNT_AS_ABANDONED, callbacks=NotAbandoned.COUNT_AS_ABANDONED,
    ),
    _abandonment(2, "plain", "B / (A + B)", ShortAbandons.COUNT, "the plain form"),
    _abandonment(
        3, "short abandons out of both", "(B - B(S)) / (A + B - B(S))", ShortAbandons.IGNORE,
        "the usual form where short abandons are agreed",
    ),
    _abandonment(
        4, "short abandons out of the numerator", "(B - B(S)) / (A + B)", ShortAbandons.IGNORE_IN_NUMERATOR,
        "seen in print; flatters",
    ),
    _abandonment(
        5, "over offered with flow-outs", "B / (A + B + F)", ShortAbandons.COUNT,
        "Genesys Cloud (offered includes flow-outs), Amazon Connect (over queued)",
        flow_outs=NotAbandoned.COUNT_AS_OFFERED,
    ),
    Form(
        "AR", "answer rate", "answer_rate", "A / (A + B)",
        {
            "short_abandons": ShortOffered.COUNT,
            "flow_outs": FlowOuts.EXCLUDE,
            "callbacks": CallbackRequests.EXCLUDE,
            "refused": Refused.EXCLUDE,
        },
        (), "the complement of AB-2",
    ),
)  # fmt: skip


def form_arguments(form: Form, within: Limit | None, short_abandon: Limit | None) -> dict[str, Any]:
    """The metric's typed arguments under a form. Raises ValueError if a free argument that the form needs is not given.

    A free argument that the form has no use for is left aside, so one pair serves all forms.
    """
    free = {"within": within, "short_abandon": short_abandon}
    for name in form.needs:
        if free[name] is None:
            raise ValueError(f"{form.code} ({form.name}) needs {name}: {form.formula}")
    arguments = {**form.arguments, **{name: free[name] for name in form.takes if free[name] is not None}}
    return {**arguments, **form.with_short} if form.with_short and short_abandon is not None else arguments

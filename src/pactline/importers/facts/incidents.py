"""``incidents.yaml``: one cause behind several windows, and the remedy the client chose for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from pactline.agreement.shape import Shape
from pactline.agreement.terms import Text
from pactline.importers.facts.codes import REMEDIES
from pactline.importers.facts.entries import Entries, EntryFile, within_reach
from pactline.records.facts import Incident
from pactline.values.cadence import read_window
from pactline.values.period import Period
from pactline.values.terms import fault

_REMEDY = REMEDIES["INCIDENT_WINDOWS"]


def _windows(value: object) -> tuple[Period, ...]:
    """One window, or a list of them."""
    written = value if isinstance(value, list) else [value]
    texts = [text for text in written if isinstance(text, str)]
    if not texts or len(texts) < len(written):
        raise fault("INCIDENT_WINDOWS", "a window or a list of windows belongs here", _REMEDY)
    found = tuple(_window(text) for text in texts)
    if len(set(found)) < len(found):
        raise fault("FACT_TWICE", "one window stands here twice", REMEDIES["FACT_TWICE"])
    return found


def _window(text: str) -> Period:
    try:
        window = read_window(text)
    except (ValueError, OverflowError) as wrong:
        raise fault("INCIDENT_WINDOWS", str(wrong), _REMEDY) from None
    within_reach(window.first)
    within_reach(window.end - timedelta(days=1))
    return window


_Windows = Annotated[
    tuple[Period, ...],
    PlainValidator(_windows),
    WithJsonSchema({"description": "a window, or a list of windows", "examples": ["2025-06"]}),
]


class IncidentShape(Shape):
    """One incident."""

    windows: dict[str, _Windows] = Field(
        description="each commitment that suffered, and the window (or windows) missed"
    )
    chosen: Text | None = Field(default=None, description="the commitment whose remedy the client chose")


FILE = EntryFile(
    "incidents.yaml",
    "Incidents behind several missed windows, by their ids.",
    "incident",
    IncidentShape,
    """\
INC-12:
  windows:
    prompt-answer: 2025-06
    availability: [2025-06-03, 2025-06-04]
  chosen: prompt-answer
""",
)


def read_incidents(path: Path) -> tuple[Incident, ...]:
    """The incidents of a file, in its order. Raises Problems with every fault."""
    entries, found = Entries(path, FILE), []
    for name, part in entries:
        windows, chosen = part["windows"], part["chosen"]
        if windows is not None and not windows:
            entries.fault("INCIDENT_WINDOWS", part, "windows", f"the incident `{name}` names no window")
        if windows and chosen is not None and chosen not in windows:
            entries.fault("INCIDENT_CHOSEN", part, "chosen", f"{chosen!r} is none of the commitments under windows")
        if not part.unread:
            pairs = tuple((commitment, window) for commitment, each in windows.items() for window in each)
            found.append(Incident(name, pairs, chosen, entries.report.file, part.node.line))
    entries.stop()
    return tuple(found)

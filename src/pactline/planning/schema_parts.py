"""The parts that the published schemas of planning share: numbers, figures that may be missing, instants, laws."""

from __future__ import annotations

from pactline.statement.shown.schema_parts import DAY, Schema, list_of, object_of, text

NUMBER: Schema = {"type": "number"}
YES: Schema = {"type": "boolean"}
FIGURE: Schema = {"anyOf": [NUMBER, {"type": "null"}]}
INSTANT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"


def number(description: str, **more: float) -> Schema:
    """A number that is always there; ``minimum`` and ``maximum`` where it has them."""
    return {**NUMBER, **more, "description": description}


def share(description: str) -> Schema:
    """A share from 0 to 1."""
    return number(f"{description}, a share from 0 to 1", minimum=0, maximum=1)


def figure(description: str) -> Schema:
    """A number, or null where there is none."""
    return {**FIGURE, "description": description}


def yes(description: str) -> Schema:
    """Whether something is so."""
    return {**YES, "description": description}


def day(description: str) -> Schema:
    """A local day."""
    return {**DAY, "description": description}


def instant(description: str) -> Schema:
    """An instant, local, with its offset from UTC."""
    return text(f"{description}, local, with the offset from UTC", pattern=INSTANT_PATTERN)


def texts(description: str) -> Schema:
    """A list of sentences or names."""
    return list_of({"type": "string"}, description)


def law(description: str) -> Schema:
    """A law of patience, as ``patience.json`` holds it."""
    return object_of(
        {
            "at_once": share("who hangs up as soon as it has to wait"),
            "edges_s": list_of(
                {"type": "number", "minimum": 0}, "where the pieces begin, in seconds; the last runs on"
            ),
            "hazards_per_s": list_of(
                {"type": "number", "minimum": 0}, "hang-ups per second of waiting in each piece, one for each edge"
            ),
        },
        description,
    )

"""The rule version: the metrics, remedies and conventions that a statement names and is recomputed with."""

from __future__ import annotations

from pactline.agreement.model import Vocabulary
from pactline.metrics import metrics
from pactline.records.choices.counting import CONVENTIONS, Counting
from pactline.records.columns import CHANNELS, DIRECTIONS
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules

RULES = "pactline-rules-2"
"""Changes only when a statement over the same agreement and records could change by a bit."""


def vocabulary() -> Vocabulary:
    """The words an agreement may use under this rule version."""
    return Vocabulary(
        metrics=metrics(),
        remedies=remedies(),
        modifiers=modifiers(),
        rules=rules(),
        counting=Counting,
        conventions=CONVENTIONS,
        channels=CHANNELS,
        directions=DIRECTIONS,
    )

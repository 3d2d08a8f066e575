"""Where a key of a promise stands in the tree, or would stand if it were written."""

from __future__ import annotations

from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.questions import Path
from pactline.agreement.schema import TIER_KEYS
from pactline.agreement.yaml_text import MapNode


def way_to(promise: PromiseDraft, draft: Draft, key: str) -> Path:
    """The path of the mapping that a key of a promise stands in, or would stand in: its tier's or its commitment's."""
    name, slash, tier = promise.id.partition("/")
    if not slash:
        return ("commitments", name)
    tiers = [other.part for other in draft.promises if other.id.startswith(f"{name}/")]
    entries = draft.entries("commitments")
    shared = entries.values.get(name) if entries else None
    for_all = isinstance(shared, MapNode) and key in shared.values
    for_none = not any(key in part.node.values for part in tiers)  # so it was meant to be said once for all of them
    own = [*TIER_KEYS, *(promise.metric.terms.model_fields if promise.metric else ())]
    return ("commitments", name, "tiers", tier) if key in own and not for_all | for_none else ("commitments", name)

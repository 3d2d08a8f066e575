"""Conversations that never left the voice menu or the bot: what became of the customer's wish there."""

from __future__ import annotations

from pactline.importers.customers import hashed
from pactline.importers.files.strict_json import list_in, object_in, text_in
from pactline.importers.genesys_cloud.conversation import Conversation, Session
from pactline.importers.genesys_cloud.rows import plain_address
from pactline.importers.genesys_cloud.words import CHANNELS, CUSTOMERS, MENUS, WITHHELD
from pactline.importers.plain.values import text_of
from pactline.records.columns import Outcome
from pactline.records.staging import Row

_NAME = text_of(128)
_BY_THE_CUSTOMER = frozenset({"peer", "endpoint", "client"})


def row_of_menu(conversation: Conversation, customer_key: bytes | None) -> Row | None:
    """The record of an inbound conversation between a customer and a menu alone; None for any other. Raises Fault.

    Its queue is the name of the flow and its outcome ``refused``: it never got into a queue, so no figure of a queue
    counts it. ``self_service`` is ``done`` only where the flow itself recorded a success, ``left`` where the customer
    hung up, and unknown where the flow ended the call and recorded nothing.
    """
    menus = [each for each in conversation.sessions if each.purpose in MENUS and each.media in CHANNELS]
    others = [each for each in conversation.sessions if each.purpose not in MENUS and each.purpose not in CUSTOMERS]
    if not menus or others or conversation.direction == "outbound" or any(each.campaign for each in menus):
        return None
    first, last = menus[0], menus[-1]
    customer = next((each for each in conversation.sessions if each.purpose in CUSTOMERS), None)
    address = plain_address((customer.address if customer else None) or "")
    exits = text_in(last.flow.get("exitReason"), "exitReason")
    return {
        "contact_id": conversation.id,
        "visit": 1,
        "channel": CHANNELS[first.media],
        "queue": _NAME(text_in(first.flow.get("flowName"), "flowName") or "", "flowName") or first.purpose,
        "direction": "inbound",
        "arrived_us": first.start_us,
        "offered_us": first.start_us,
        "left_us": last.end_us,
        "outcome": Outcome.REFUSED.value,
        "reason": _NAME(" ".join(word for word in (last.purpose, exits or last.disconnect) if word), "exitReason"),
        "customer": None if address.lower() in WITHHELD else hashed(address, customer_key),
        "self_service": _became(menus, customer),
        "source_rev": conversation.revision,
    }


def _became(menus: list[Session], customer: Session | None) -> str | None:
    for menu in menus:
        for outcome in list_in(menu.flow.get("outcomes"), "outcomes"):
            value = text_in(object_in(outcome, "An outcome").get("flowOutcomeValue"), "flowOutcomeValue")
            if value is not None and value.upper() == "SUCCESS":
                return "done"
    ended = {menus[-1].disconnect, customer.disconnect if customer else None}
    return "left" if ended & _BY_THE_CUSTOMER else None

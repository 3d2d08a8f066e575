"""Charges in words: what the client pays, of which remedies may take a share."""

from __future__ import annotations

from pactline.agreement.model import Charge
from pactline.document.saying import dated, money, percent, spoken


def charge_words(charge: Charge, currency: str) -> str:
    """How much it is: an amount, what is billed, or what it is made of."""
    if charge.next:
        return f"“{spoken(charge.next)}” as it is in the period after"
    if charge.share is not None and charge.of:
        return f"{percent(charge.share)} of “{spoken(charge.of)}”, added up over the {charge.each}"
    if charge.billed or charge.amount is None:
        return "what is billed"
    return dated(charge.amount, lambda item: money(item, currency))

"""Every code that Zendesk Talk's exports can show beyond those of the plain format."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "ZT_EMPTY_PAGE": "ignored: a page without calls or legs",
    "ZT_LEG": "ignored: a leg is no contact; what it tells is in the record of its call",
    "ZT_LEG_TWICE": "warning: a leg is told in two ways with one updated_at; its call is in conflict if that differs",
    "ZT_NEITHER": "refused: neither a call nor a leg of the incremental exports",
    "ZT_NO_CALL": "incomplete: a leg whose call is not known yet; bring in the export of the calls",
    "ZT_STATUS": "refused: a completion status that is not known; what became of the call is not guessed",
}

"""Every code that 3CX call data records can show beyond those of the plain format."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "CX_COLUMNS": "refused: not as many values as columns: another list of columns, or a comma inside a name",
    "CX_HEADER": "ignored: the line that names the columns, once more",
    "CX_LEG": "ignored: a call from a queue to an agent; it is a ring of the visit it belongs to",
    "CX_NO_CALL": "incomplete: a call from a queue to an agent, and the customer's call is not known yet",
    "CX_NO_QUEUE": "ignored: a call from outside, or in the house, that entered no queue as far as is known",
    "CX_OUTBOUND": "ignored: an outbound call; it enters no queue",
    "CX_SEGMENTS": "refused: the segments that newer versions log; they have other columns and another meaning",
    "CX_WAIT_HIDDEN": "warning: the answer that is logged is the queue's own; when an agent answered is not told",
}

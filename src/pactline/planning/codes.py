"""Every problem code of the files that planning reads: what it means. Codes never change their meaning.

Faults of YAML as such, and of values that agreements have too, have the codes of agreements (``YAML_``, ``AGR_``).
"""

from __future__ import annotations

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    "TABLE_UNREADABLE": "the file is no text in UTF-8",
    "TABLE_MORE_FAULTS": "the table has a hundred faults; what follows was not read",
    "TABLE_CSV": "the quotes of a line do not fit together",
    "TABLE_HEADER": "a column is missing, unknown or there twice",
    "TABLE_FIELDS": "a row has more or fewer fields than the header",
    "TABLE_EMPTY": "the table has no row",
    "TABLE_NUMBER": "a cell is no finite number, is too small or too large, or is not whole where it must be; or "
    "contacts come and take no time",
    "TABLE_INSTANT": "an instant cannot be read or lacks its offset from UTC",
    "TABLE_INTERVAL": "two intervals of a queue overlap, or have different lengths",
    "TABLE_ZONE": "a zone has no such name, or neither the table nor --zone names one",
    "TABLE_QUEUE": "a row names no queue, or one with characters that cannot be seen",
    "TABLE_CHANNEL": "there is no such channel",
    "TABLE_DAY": "a day of the list of special days cannot be read",
    "TABLE_KIND": "a special day has no kind",
    "TABLE_TWICE": "a special day is there twice",
}
"""Of every table that planning commands read, and of the list of special days."""

PATIENCE: Mapping[str, str] = {
    "PATIENCE_FILE": "the file is no JSON, holds no queues, or the law of a queue is none",
}

SHIFTS: Mapping[str, str] = {
    "SHIFT_KEY": "a key is not known, or is missing",
    "SHIFT_SHAPE": "a part is empty or has the wrong shape",
    "SHIFT_WORD": "a word is not one of those that the key knows",
    "SHIFT_TEXT": "a text is empty",
    "SHIFT_LENGTH": "a length of time cannot be read, or a shift has no length or more than a day",
    "SHIFT_CLOCK": "a time of day cannot be read",
    "SHIFT_DAYS": "weekdays cannot be read",
    "SHIFT_DATE": "a day or a span of days cannot be read",
    "SHIFT_HOURS": "hours of a week cannot be read",
    "SHIFT_NUMBER": "a whole number cannot be read",
    "SHIFT_YES": "it is neither true nor false",
    "SHIFT_CURRENCY": "a currency is not three capitals",
    "SHIFT_STARTS": "starts of a shift lie less than 5 minutes apart",
    "SHIFT_BREAK": "a break has no length, or the breaks do not fit into a shift",
    "SHIFT_WEEK": "what is said of a week cannot hold: more than seven days, no day of work, or hours that do not fit",
    "SHIFT_SHORTFALL": "a shortfall has no price, or two",
    "SHIFT_PLAN": "the plan does not fit: it has no intervals in these days, or other ones than the rules can tell",
    "SHIFT_POOL": "a pool names a queue that the plan does not have",
    "SHIFT_AGENTS": "the list of agents: a column, a row, an agent without name or there twice, a value that cannot be "
    "read, or a shift or queue that nobody knows",
    "SHIFT_PREVIOUS": "a shift of the roster before ends before it begins",
}
"""Of labour rules, lists of agents and rosters."""

CENTRES: Mapping[str, str] = {
    "CENTRE_KEY": "a key is not known, or is missing",
    "CENTRE_SHAPE": "a part is empty or has the wrong shape",
    "CENTRE_WORD": "a word is not one of those that the key knows",
    "CENTRE_NAME": "a name is empty or too long, or names no queue or group",
    "CENTRE_CHANNEL": "there is no such channel",
    "CENTRE_ZONE": "there is no such zone",
    "CENTRE_HOURS": "hours of a week cannot be read",
    "CENTRE_CLOCK": "a time of day cannot be read",
    "CENTRE_LENGTH": "a length of time cannot be read, or is nought where it must not be",
    "CENTRE_SHARE": "a percentage cannot be read or is more than all, or hold and wrap are",
    "CENTRE_NUMBER": "a number cannot be read or is out of its bounds",
    "CENTRE_PATIENCE": "patience is said twice: by a file and by a mean or share",
    "CENTRE_CALLBACKS": "nothing says when callbacks are offered",
    "CENTRE_NOBODY": "no group may serve a queue",
    "CENTRE_COST": "some groups have a cost and others have none",
    "CENTRE_SKILL": "routing names a group that has not the skill",
    "CENTRE_ROUTE": "routing leaves out a group that may serve the queue",
    "CENTRE_TWICE": "routing names a group twice",
}
"""Of centre files."""

OTHERS: Mapping[str, str] = {
    "FILE_UNREADABLE": "there is no such file, it is a folder, or it cannot be read",
    "FILE_TOO_LARGE": "the file has more bytes, or a table more rows, than are read",
}

CODES: Mapping[str, str] = {**TABLES, **PATIENCE, **SHIFTS, **CENTRES, **OTHERS}

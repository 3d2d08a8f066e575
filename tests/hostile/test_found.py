"""What fuzzing found, each input as short as it could be made: the reader must keep its promises on it from now on."""

from __future__ import annotations

import pytest
from fuzz.targets import targets

TARGETS = targets()
MARK = b"\xef\xbb\xbf"
_CDR = (
    '"","1","{0}","default","2023-10-11 08:43:13","2023-10-11 08:43:18","2023-10-11 08:43:22","9","4","{1}",'
    '"u-1","","","",""\n'
)

FOUND: tuple[tuple[str, bytes], ...] = (
    *((name, MARK) for name in TARGETS),  # nothing but a mark: no first line for those who read a header
    ("mapping-semicolon", b"no mark"),  # UTF-16 is declared
    (
        "mapping-csv",
        b"contact_id,channel,queue,direction,offered_at,answered_at,outcome,wait_s,agent,wrap_s," + b"h" * 9_000,
    ),
    (
        "queue_log",  # an end before its answer, and the talk not logged
        b"1772438400|c-1|b|NONE|ENTERQUEUE||1|1\n1772438500|c-1|b|S/2|CONNECT|100|x|3\n1772438450|c-1|b|S/2|BLINDTRANSFER|7\n",
    ),
    ("mod_callcenter", _CDR.format("3000", "NORMAL\x01").encode()),
    ("mod_callcenter", _CDR.format("3000", "A" * 70_000).encode()),
    ("agreement", b"zone: Europe/" + b"L" * 300),  # longer than the name of any file
)


@pytest.mark.parametrize(("name", "content"), FOUND, ids=[f"{name}-{number}" for number, (name, _) in enumerate(FOUND)])
def test_what_was_found_is_mended(name: str, content: bytes) -> None:
    TARGETS[name](content)

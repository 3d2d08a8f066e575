"""Names and numbers are found as whole words, however they are written and packed, and nothing else is."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from pactline.records.removal.searching import Unsearchable, Words


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("Ana Žižić", "call by ANA žižić, later", True),
        ("Ana", "Ana's call", True),
        ("Ana", "Anabel", False),
        ("Ana", "Joana", False),
        ("Ana", "who=Ana;mood=good", True),
        ("Ana", "x_Ana_y", True),
        ("J. O'Neil & Sons", "J. O'Neil &amp; Sons", True),
        ("J. O'Neil & Sons", "J. O&#x27;Neil &amp; Sons", True),
        ("Žižić", json.dumps("Žižić"), True),
        ("Žižić", "Z\u030ciz\u030cic\u0301", True),
        ("Erika Muster", "name=Erika%20Muster", True),
        ("+49 30 5550199", "0049 (30) 555-0199", True),
        ("+49 30 5550199", "tel:+49305550199", True),
        ("+49 30 5550199", "49305550199", True),
        ("+49 30 5550199", "+49305550198", False),
        ("+49 30 5550199", "1+493055501990", False),
        ("0049305550199", "+49 30 5550199", True),
        ("cust-3", "cust-33", False),
        ("cust-3", "cust-3", True),
    ],
)
def test_a_word_is_found_where_it_stands_and_nowhere_else(word: str, text: str, there: bool) -> None:
    assert Words([word]).in_text(text) is there


@pytest.mark.parametrize("word", ["17", "12345", "x", " 7 "])
def test_words_that_stand_everywhere_are_not_looked_for(word: str) -> None:
    words = Words([word, "Ana"])
    assert words.too_short == (word.strip(),)
    assert not words.in_text(f"{word} and {word}")
    assert words.in_text("Ana")


def test_nothing_to_look_for_is_found_nowhere(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"anything")
    for words in (Words([]), Words(["", "  "]), Words(["7"])):
        assert not words.in_text("anything")
        assert not words.in_file(tmp_path / "file")
        assert words.replaced("anything", str.upper) == "anything"


def test_every_spelling_is_given_to_what_replaces_it() -> None:
    assert Words(["Ana", "Bo"]).replaced("ana, Ana and BO", lambda found: f"<{found}>") == "<ana>, <Ana> and <BO>"


def zipped(content: bytes, name: str = "inner.txt") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return packed.getvalue()


TEXT = "rows before; Ana Žižić; rows after"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        "Ana Žižić".encode("cp1250").replace("Žižić".encode("cp1250"), b"") + "Žižić".encode(),
        gzip.compress(TEXT.encode()),
        zipped(TEXT.encode()),
        zipped(gzip.compress(zipped(TEXT.encode()))),
        zipped(b"nothing", "calls of Ana Žižić.csv"),
        zipped(b"<t>Ana </t><t>\xc5\xbdi\xc5\xbei\xc4\x87</t>"),
        b"x" * (3 << 20) + TEXT.encode(),
        b"x" * ((1 << 20) - 14) + TEXT.encode(),
    ],
    ids=["utf-8", "utf-16", "utf-16-be", "a part", "gzip", "zip", "zip in gzip in zip", "name in a zip",
         "cut by markup", "far in", "over the edge of a block"],
)  # fmt: skip
def test_a_name_is_found_in_a_file_however_it_is_packed(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert Words(["Žižić"]).in_file(path) or Words(["Ana Žižić"]).in_file(path)
    assert not Words(["Somebody Else"]).in_file(path)


def test_a_western_name_is_found_in_the_old_encoding(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes("Zoé Müller".encode("cp1252"))
    assert Words(["Zoé Müller"]).in_file(tmp_path / "file")


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"x" * 1_000)[:-9], zipped(b"x" * 1_000)[:-9], b"PK\x03\x04and nothing", b"\x1f\x8band nothing",
     zipped(zipped(zipped(zipped(zipped(b"deep")))))],
    ids=["cut gzip", "cut zip", "no zip", "no gzip", "too deep"],
)  # fmt: skip
def test_a_file_that_cannot_be_looked_into_is_said_to_be(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Unsearchable):
        Words(["Ana"]).in_file(tmp_path / "file")

"""``patience.json``: what is written is read back, and whatever is no such file is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pactline.planning.patience.patience_file import PatienceUnknown, law_to_json, read_patience, write_patience
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.values.problem import Problems

LAW = PiecewiseHazard(0.013, (0.0, 1.0, 12.5), (0.0, 0.004, 0.002))
OTHER = PiecewiseHazard(0.0, (0.0,), (0.01,))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    queues = [
        {"queue": None, "hung_up": 9, "law": law_to_json(LAW)},
        {"queue": "sales", "from_counts": True, "law": law_to_json(OTHER)},
    ]
    write_patience(queues, path)
    found = read_patience(path)
    assert found.laws == {None: LAW, "sales": OTHER}
    assert found.from_counts == {"sales"}
    assert (found.of("sales"), found.of("help"), found.of()) == (OTHER, LAW, LAW)


def test_a_file_of_one_queue_serves_who_names_none_and_refuses_another(tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    write_patience([{"queue": "sales", "law": law_to_json(OTHER)}], path)
    found = read_patience(path)
    assert found.of() == OTHER
    with pytest.raises(PatienceUnknown, match="says nothing"):
        found.of("help")


def law(**changed: Any) -> dict[str, Any]:
    """A file with one law, some of it changed."""
    return {"queues": [{"queue": None, "law": law_to_json(LAW) | changed}]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "there is no list of queues"),
        ({"queues": []}, "there is no list of queues"),
        ({"queues": [7]}, "queue number 1: it has no law"),
        ({"queues": [{"queue": 3, "law": law_to_json(LAW)}]}, "the name of a queue is text"),
        (law(at_once=1.5), "at_once is a share between 0 and 1"),
        (law(at_once=True), "at_once takes numbers that are not negative"),
        (law(edges_s=[0, 1]), "one edge for each of hazards_per_s"),
        (law(edges_s=[1, 2, 3]), "edges_s begins with 0"),
        (law(edges_s=[0, 5, 5]), "edges_s must grow"),
        (law(hazards_per_s=[0, -1, 0]), "hazards_per_s takes numbers that are not negative"),
        (law(hazards_per_s="0"), "hazards_per_s takes numbers that are not negative"),
        (law(shape=2), "a law has no 'shape'"),
        ({"queues": [{"queue": None, "law": law_to_json(LAW)}] * 2}, "all queues is in it twice"),
    ],
)
def test_whatever_is_no_such_file_is_refused_with_what_is_wrong(content: Any, said: str, tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    path.write_text(json.dumps(content))
    with pytest.raises(Problems) as refused:
        read_patience(path)
    assert said in str(refused.value)
    assert "pactline patience --records" in str(refused.value)


def test_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    path.write_bytes(b'{"queues":\n [}')
    with pytest.raises(Problems) as refused:
        read_patience(path)
    assert (refused.value.problems[0].line, refused.value.problems[0].column) == (2, 3)
    for nonsense in (b"\xff\xfe\x00", b'{"queues": NaN}', b"[" * 100_000):
        path.write_bytes(nonsense)
        with pytest.raises(Problems):
            read_patience(path)


@pytest.mark.parametrize("number", ["9" * 5000, "1" + "0" * 400, "-1", "NaN", "Infinity", "1e999", "true", '"1"'])
def test_numbers_that_are_none_are_refused_however_long(tmp_path: Path, number: str) -> None:
    path = tmp_path / "patience.json"
    path.write_text(
        f'{{"queues": [{{"queue": "a", "law": {{"at_once": 0, "edges_s": [0], "hazards_per_s": [{number}]}}}}]}}',
        encoding="utf-8",
    )
    with pytest.raises(Problems, match="hazards_per_s takes numbers that are not negative"):
        read_patience(path)


def test_a_name_with_half_a_character_or_a_line_end_is_no_name(tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    for name in (r"\ud800", r"a\nb", ""):
        path.write_text(
            f'{{"queues": [{{"queue": "{name}", "law": {{"at_once": 0, "edges_s": [0], "hazards_per_s": [1]}}}}]}}',
            encoding="utf-8",
        )
        with pytest.raises(Problems, match="the name of a queue is text"):
            read_patience(path)

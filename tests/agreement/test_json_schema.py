"""The published schema accepts what the reader accepts, and helps an editor with the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.agreement.faults import FAULTS, GOOD
from tests.agreement.test_reading import SMALLEST

from pactline.agreement.json_schema import agreement_schema
from pactline.agreement.model import Vocabulary
from pactline.agreement.report import Report
from pactline.agreement.yaml_text import plain, read_tree

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [
    *sorted((ROOT / "examples").glob("*/agreement.yaml")),
    *sorted((ROOT / "examples" / "contracts").glob("*/agreement.yaml")),
    *sorted((ROOT / "src" / "pactline" / "agreement" / "templates").glob("*/agreement.yaml")),
]
SHAPE_CODES = {
    "AGR_UNKNOWN_KEY",
    "AGR_CHOICE",
    "AGR_METRIC_UNKNOWN",
    "AGR_REMEDY_SHAPE",
    "AGR_ROUNDING",
    "AGR_NO_METRICS",
}


@pytest.fixture(scope="module")
def validator(vocabulary: Vocabulary) -> jsonschema.Draft202012Validator:
    schema = agreement_schema(vocabulary)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_text(text: str) -> Any:
    tree = read_tree(text.encode(), Report(""))
    assert tree is not None
    return plain(tree)


def messages(validator: jsonschema.Draft202012Validator, content: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


@pytest.mark.parametrize("text", [GOOD, SMALLEST], ids=["good", "smallest"])
def test_a_good_agreement_fits_the_schema(text: str, validator: jsonschema.Draft202012Validator) -> None:
    assert messages(validator, as_text(text)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_fits_the_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    assert messages(validator, as_text(path.read_text(encoding="utf-8"))) == []


def test_numbers_as_an_editor_types_them_fit_too(validator: jsonschema.Draft202012Validator) -> None:
    content = as_text(GOOD)
    content["commitments"]["prompt-answer"]["clause"] = 4.1
    content["commitments"]["prompt-answer"]["within"] = 20
    content["charges"]["monthly-fee"]["amount"] = 120000.0
    content["services"]["support"]["queues"] = [100, 200]
    assert messages(validator, content) == []


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.code in SHAPE_CODES], ids=lambda fault: f"{fault.code}: {fault.what}"
)
def test_a_fault_of_shape_does_not_fit(fault: Any, validator: jsonschema.Draft202012Validator) -> None:
    assert messages(validator, as_text(fault.text))


def test_what_only_the_commitment_can_say_is_demanded(validator: jsonschema.Draft202012Validator) -> None:
    content = as_text(GOOD)
    del content["commitments"]["prompt-answer"]["abandons"]
    assert messages(validator, content)


def test_every_choice_tells_the_editor_what_its_words_mean(validator: jsonschema.Draft202012Validator) -> None:
    defs: dict[str, Any] = validator.schema["$defs"]  # type: ignore[index]
    words = {entry["const"]: entry["description"] for entry in defs["Abandons"]["oneOf"]}
    assert words["count_all"] == "every abandoned contact counts as missed"
    dated = defs["service_level_promise"]["properties"]["target"]["anyOf"][1]
    assert list(dated["patternProperties"]) == [r"^from [0-9]{4}-[0-9]{2}-[0-9]{2}$"]


def test_every_metric_can_be_chosen(validator: jsonschema.Draft202012Validator, vocabulary: Vocabulary) -> None:
    commitment = validator.schema["properties"]["commitments"]["additionalProperties"]  # type: ignore[index]
    listed = {entry["const"]: entry["description"] for entry in commitment["properties"]["metric"]["oneOf"]}
    assert listed == {name: metric.title for name, metric in vocabulary.metrics.items()}

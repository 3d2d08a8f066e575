"""Terms that are proposed: three kinds of file, what each means, and every way in which it can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from tests.agreement.faults import GOOD

from pactline.agreement.model import Vocabulary
from pactline.agreement.proposing import Proposed, read_proposed
from pactline.agreement.reading import AgreementProblems
from pactline.agreement.versions import Version, read_versions

Propose = Callable[..., Proposed]


@pytest.fixture
def standing(vocabulary: Vocabulary, tmp_path: Path) -> Version:
    (tmp_path / "agreement.yaml").write_text(GOOD, encoding="utf-8")
    return read_versions(tmp_path, vocabulary).last


@pytest.fixture
def propose(standing: Version, vocabulary: Vocabulary, tmp_path: Path) -> Propose:
    def make(text: str, name: str = "proposal.yaml") -> Proposed:
        (tmp_path / name).write_text(dedent(text), encoding="utf-8")
        return read_proposed(tmp_path / name, standing, vocabulary)

    return make


def refused(propose: Propose, text: str) -> list[str]:
    with pytest.raises(AgreementProblems) as problems:
        propose(text)
    return [f"{Path(p.file).name}:{p.line} {p.code} {p.message}" for p in problems.value.problems]


def test_a_file_with_the_key_agreement_is_an_agreement_of_its_own(propose: Propose) -> None:
    found = propose(GOOD.replace("80 %", "79 %"))
    assert (found.whole, found.name) == (True, "proposal")
    assert str(found.agreement["prompt-answer"].target.values[0]) == "at least 79 %"


def test_keys_alone_are_changes_to_the_agreement_as_it_stands(propose: Propose, standing: Version) -> None:
    found = propose("commitments: {prompt-answer: {target: at least 70 %, remedy: {flat: 1.00}}}", name="softer.yaml")
    assert (found.whole, found.name) == (False, "softer")
    assert str(found.agreement["prompt-answer"].target.values[0]) == "at least 70 %"
    others = [c.target for c in found.agreement.commitments if c.id != "prompt-answer"]
    assert others == [c.target for c in standing.agreement.commitments if c.id != "prompt-answer"]
    assert found.agreement.digest != standing.agreement.digest


def test_another_shape_of_remedy_takes_the_place_of_the_old_one(propose: Propose, standing: Version) -> None:
    assert standing.agreement["prompt-answer"].remedy is not None
    assert standing.agreement["prompt-answer"].remedy.shape == "bands"
    found = propose("commitments: {prompt-answer: {remedy: {flat: 250.00}}}")
    assert found.agreement["prompt-answer"].remedy is not None
    assert found.agreement["prompt-answer"].remedy.shape == "flat"


def test_changes_may_be_set_replaced_and_removed_as_in_amendments(propose: Propose) -> None:
    found = propose(
        """
        set: {commitments: {prompt-answer: {remedy: {flat: 250.00}}}}
        replace: [commitments.prompt-answer.remedy]
        remove: [at_risk]
        notes: what we would like
        """
    )
    assert found.agreement.at_risk is None
    assert found.agreement["prompt-answer"].remedy is not None
    assert found.agreement["prompt-answer"].remedy.shape == "flat"


def test_an_amendment_is_taken_whatever_its_day(propose: Propose) -> None:
    found = propose(
        """
        amendment: Second amendment
        effective: 2026-05-01
        agreed: {provider: 2026-04-01, client: 2026-04-01}
        windows: new
        set: {commitments: {prompt-answer: {target: at least 70 %, remedy: {flat: 1.00}}}}
        replace: [commitments.prompt-answer.remedy]
        """
    )
    assert (found.name, found.whole) == ("Second amendment", False)
    assert str(found.agreement["prompt-answer"].target.values[0]) == "at least 70 %"


def test_what_is_wrong_is_told_in_the_file_it_stands_in(propose: Propose) -> None:
    (said,) = refused(propose, "commitments:\n  prompt-answer: {target: at least 180 %}\n")
    assert said.startswith("proposal.yaml:2 AGR_TARGET")
    (said,) = refused(propose, "commitments:\n  prompt-answer: {targt: at least 70 %}\n")
    assert said.startswith("proposal.yaml:2 AGR_UNKNOWN_KEY")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n", "proposal.yaml:1 EMPTY_FILE"),
        ("- a list\n", "proposal.yaml:1 AGR_SHAPE"),
        ("set: {}\n", "proposal.yaml:1 AGR_AMENDMENT_EMPTY the file changes nothing"),
        ("notes: hello\nset: {}\n", "proposal.yaml:1 AGR_AMENDMENT_EMPTY the file changes nothing"),
        ("set: {at_risk: {percent: 8 %}}\nterm: 2026\n", "proposal.yaml:2 AGR_UNKNOWN_KEY `term` stands beside set"),
        ("remove: at_risk\n", "proposal.yaml:1 AGR_SHAPE `remove` is a list of paths"),
        ("remove: [at_rsk]\n", "proposal.yaml:1 AGR_AMENDMENT_PATH there is nothing at `at_rsk`"),
        ("currency: CHF\n", "proposal.yaml:1 AGR_AMENDMENT_FIXED"),
        ("amendment: x\nset: {at_risk: {percent: 8 %}}\n", "AGR_MISSING_KEY"),
        ("commitments: [\n", "YAML_SYNTAX"),
    ],
)
def test_a_file_that_is_no_terms_is_refused(propose: Propose, text: str, said: str) -> None:
    assert any(said in problem for problem in refused(propose, text)), refused(propose, text)


def test_a_table_that_no_longer_fits_its_target_is_shown_where_it_stands(propose: Propose) -> None:
    with pytest.raises(AgreementProblems) as problems:
        propose("commitments: {prompt-answer: {target: at least 79 %}}")
    assert {problem.code for problem in problems.value.problems} == {"AGR_BAND_BEYOND_TARGET"}
    assert Path(problems.value.problems[0].file).name == "agreement.yaml"
    assert "below: 80 %" in str(problems.value.problems[0])


def test_a_file_that_is_not_there_is_not_there(standing: Version, vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_proposed(tmp_path / "none.yaml", standing, vocabulary)

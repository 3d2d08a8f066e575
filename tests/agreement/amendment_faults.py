# ruff: noqa: E501 (a table reads better with one fault a line)
"""A good amendment of the good agreement, and every way of getting it wrong: one edit each, with the code reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.agreement.faults import GOOD

AMENDMENT = """\
amendment: Raise the answer target
effective: 2025-07-01
agreed: {provider: 2025-06-10, client: 2025-06-12}
windows: split
set:
  term: 2025-01-01/2026-07-01
  commitments:
    prompt-answer:
      target: at least 85 %
      remedy: {flat: 5000.00}
replace: [commitments.prompt-answer.remedy]
remove: [commitments.abandonment]
notes: agreed in Potsdam
"""
OTHER = """\
amendment: Another change of the same day
effective: 2025-07-01
agreed: {provider: 2025-06-20, client: 2025-06-20}
windows: split
set: {commitments: {two-tiers: {clause: "4.2a"}}}
"""


@dataclass(frozen=True)
class AmendmentFault:
    """One mistake in the amendment, or in the other one of the same day."""

    what: str
    code: str
    says: str  # part of the message or the remedy
    old: str
    new: str
    file: str = "raise.yaml"  # where it is reported

    @property
    def texts(self) -> dict[str, str]:
        """Both amendments with this one mistake, by the names of their files."""
        good = {"raise.yaml": AMENDMENT, "then.yaml": OTHER}
        assert good[self.file].count(self.old) >= 1, f"{self.what}: nothing to edit"
        return {**good, self.file: good[self.file].replace(self.old, self.new, 1)}

    @property
    def before(self) -> str:
        """The file before the mistake."""
        return AMENDMENT if self.file == "raise.yaml" else OTHER


def folder(at: Path, texts: dict[str, str], agreement: str = GOOD) -> Path:
    """A contract folder with an agreement and amendments."""
    (at / "amendments").mkdir(parents=True, exist_ok=True)
    (at / "agreement.yaml").write_text(agreement, encoding="utf-8")
    for name, text in texts.items():
        (at / "amendments" / name).write_text(text, encoding="utf-8")
    return at


_AGREED = "agreed: {provider: 2025-06-10, client: 2025-06-12}"
_SET = AMENDMENT[AMENDMENT.index("set:") : AMENDMENT.index("notes:")]

FAULTS = (
    AmendmentFault("only one side has agreed", "AGR_AMENDMENT_AGREED", "the client has not agreed", ", client: 2025-06-12", ""),
    AmendmentFault("agreed after it takes effect", "AGR_AMENDMENT_AGREED", "retroactive: yes", "client: 2025-06-12", "client: 2025-07-02"),
    AmendmentFault("nothing is changed", "AGR_AMENDMENT_EMPTY", "changes nothing", _SET, ""),
    AmendmentFault("an amendment is put off that is not there", "AGR_AMENDMENT_DEFER", "did you mean `then`?", "notes: agreed in Potsdam", "defer: {them: 2025-10-01}"),
    AmendmentFault("an amendment is put off that is in force already", "AGR_AMENDMENT_DEFER", "cannot be put off", "notes: agreed in Potsdam", "defer: {then: 2025-10-01}"),
    AmendmentFault("an amendment puts off itself", "AGR_AMENDMENT_DEFER", "no other amendment called 'raise'", "notes: agreed in Potsdam", "defer: {raise: 2025-10-01}"),
    AmendmentFault("the zone is changed", "AGR_AMENDMENT_FIXED", "the zone", "set:\n", "set:\n  zone: Europe/Paris\n"),
    AmendmentFault("the currency is taken out", "AGR_AMENDMENT_FIXED", "the currency", "remove: [", "remove: [currency, "),
    AmendmentFault("a party is set like any other key", "AGR_AMENDMENT_PARTY", "assignment: {client:", "set:\n", "set:\n  client: Aurora Holding AG\n"),
    AmendmentFault("an assignment to nobody", "AGR_AMENDMENT_PARTY", "names no party", "set:\n", "assignment: {evidence: deed 7}\nset:\n"),
    AmendmentFault("a removed path that does not exist", "AGR_AMENDMENT_PATH", "there are `prompt-answer`, `two-tiers`", "commitments.abandonment", "commitments.abandonments"),
    AmendmentFault("a list is changed inside", "AGR_AMENDMENT_PATH", "lists and texts are replaced whole", "commitments.abandonment", "services.support.queues.billing"),
    AmendmentFault("something is replaced that set does not give", "AGR_AMENDMENT_PATH", "`set` gives nothing", "replace: [commitments.prompt-answer.remedy]", "replace: [commitments.prompt-answer.bonus]"),
    AmendmentFault("something is replaced that is not there", "AGR_AMENDMENT_PATH", "could be replaced", "replace: [commitments.prompt-answer.remedy]\n", "  services: {chat: {hours: always}}\nreplace: [commitments.prompt-answer.remedy, services.chat]\n"),
    AmendmentFault("one path is set and removed", "AGR_AMENDMENT_PATH", "under replace", "commitments.abandonment", "commitments.prompt-answer.remedy"),
    AmendmentFault("it takes effect before the term", "AGR_AMENDMENT_EFFECTIVE", "2024-12-31", "effective: 2025-07-01", "retroactive: yes\neffective: 2024-12-31"),
    AmendmentFault("the term is extended after it ended", "AGR_AMENDMENT_EFFECTIVE", "last day was 2025-12-31", "effective: 2025-07-01", "effective: 2026-01-02"),
    AmendmentFault("the first day of the term moves", "AGR_AMENDMENT_TERM", "2025-01-01/2026-07-01", "2025-01-01/2026-07-01", "2025-02-01/2026-07-01"),
    AmendmentFault("no rule for the window it falls into", "AGR_AMENDMENT_WINDOWS", "`split`", "windows: split\n", ""),
    AmendmentFault("two rules on one day", "AGR_AMENDMENT_WINDOWS", "not old", "windows: split", "windows: old", "then.yaml"),
    AmendmentFault("two amendments of one day change the same", "AGR_AMENDMENT_ORDER", "which of the two", "two-tiers: {clause: \"4.2a\"}", "prompt-answer: {target: at least 90 %}", "then.yaml"),
    AmendmentFault("one removes what the other changes on that day", "AGR_AMENDMENT_ORDER", "which of the two", "two-tiers: {clause: \"4.2a\"}", "abandonment: {target: at most 2 %}", "then.yaml"),
)  # fmt: skip

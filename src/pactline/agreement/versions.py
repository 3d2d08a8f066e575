"""The versions of an agreement: the text as signed, and the text after each amendment, each a full agreement."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise, product
from pathlib import Path

from pactline.agreement.amending import Amendment, amend, overlap
from pactline.agreement.amendment_file import read_amendment
from pactline.agreement.answering import answered
from pactline.agreement.deferring import deferred
from pactline.agreement.model import Agreement, Vocabulary
from pactline.agreement.questions import Answers, Question, in_order
from pactline.agreement.reading import FILE, AgreementProblems, examine_tree
from pactline.agreement.report import Report
from pactline.agreement.yaml_text import MOST_BYTES, MapNode, read_tree
from pactline.agreement.yaml_writing import yaml_text
from pactline.values.period import Period
from pactline.values.problem import Problem

FOLDER = "amendments"
MOST_AMENDMENTS = 100


@dataclass(frozen=True)
class Version:
    """The text in force from one day on."""

    effective: date | None  # the first day on which it holds; None: from the first day of the term
    agreement: Agreement
    name: str  # of the amendments that take effect on this day; of the agreement itself for the text as signed
    agreed: Mapping[str, date]  # party -> the day on which it had agreed to all of it; empty for the text as signed
    windows_rule: str | None  # split, old or new; None where only wording changed, and for the text as signed
    digest: str  # sha256: of the agreement's bytes and those of every amendment in force; a later one leaves it alone
    files: tuple[str, ...]  # the agreement and every amendment in force, in their order
    tree: MapNode = field(repr=False, compare=False)  # every word with the file and line it was written in


@dataclass(frozen=True)
class Versions:
    """Every version of one agreement, in the order in which they take effect."""

    versions: tuple[Version, ...]

    def __iter__(self) -> Iterator[Version]:
        return iter(self.versions)

    def __len__(self) -> int:
        return len(self.versions)

    @property
    def first(self) -> Version:
        """The text as signed."""
        return self.versions[0]

    @property
    def last(self) -> Version:
        """The text with every amendment."""
        return self.versions[-1]

    @property
    def term(self) -> Period:
        """All days on which the agreement holds: from the first day to the end that was agreed last."""
        return Period(self.first.agreement.term.first, self.last.agreement.term.end)

    def on(self, day: date) -> Version:
        """The version in force on a day; before the term the first one, after it the last."""
        return [version for version in self.versions if version.effective is None or version.effective <= day][-1]

    def during(self, period: Period) -> tuple[tuple[Period, Version], ...]:
        """The versions in force in a period, each with its days there: two where an amendment falls into it."""
        starts = [date.min if version.effective is None else version.effective for version in self.versions]
        ends = [*starts[1:], date.max]
        found = []
        for version, start, end in zip(self.versions, starts, ends, strict=True):
            if start < end and (days := period.overlap(Period(start, end))):
                found.append((days, version))
        return tuple(found)

    def text_on(self, day: date) -> str:
        """The whole text in force on a day, as YAML that reads back to the same agreement."""
        version = self.on(day)
        names = ", with ".join(os.path.basename(file) for file in version.files)
        return yaml_text(version.tree, f"The text in force on {day}: {names}.\n{version.digest}")


@dataclass(frozen=True)
class ExaminedVersions:
    """The versions, or the problems that refuse them; and notes. Each problem once, in the file it stands in."""

    versions: Versions | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    with_answers: Callable[[Answers], ExaminedVersions] | None = field(default=None, repr=False, compare=False)
    """The same texts, read again as if these choices had been made; None where a file cannot be read at all."""


def read_versions(source: str | os.PathLike[str] | bytes, vocabulary: Vocabulary) -> Versions:
    """Every version of the agreement in a file, a contract folder, or bytes, which have no amendments.

    The amendments are the files ``amendments/*.yaml`` beside ``agreement.yaml``.
    Raises AgreementProblems with the problems of all of them, and OSError if the agreement cannot be opened.
    """
    examined = examine_versions(source, vocabulary)
    if examined.versions is None:
        raise AgreementProblems(examined.problems)
    return examined.versions


def examine_versions(source: str | os.PathLike[str] | bytes, vocabulary: Vocabulary) -> ExaminedVersions:
    """As :func:`read_versions`, but problems are handed back, and notes with them. Raises OSError."""
    raw, file, beside = _opened(source)
    found = _Examination(vocabulary, raw, file)
    amendments = found.read(beside) if beside else []
    report = Report(file)
    tree = read_tree(raw, report)
    found.lines = report.lines
    sound = tree is not None and not report.problems and not found.unread
    found.examine(tree, amendments, report)

    def again(answers: Answers) -> ExaminedVersions:
        other = _Examination(vocabulary, raw, file, answers)
        other.lines = report.lines
        other.examine(tree, amendments, other.report([]))
        return other.result(again)

    return found.result(again if sound else None)


def _opened(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str, Path | None]:
    """The bytes of the agreement, its file, and where its amendments lie."""
    if isinstance(source, bytes):
        return source, FILE, None
    path = Path(source)
    path = path / FILE if path.is_dir() else path
    return beginning(path), str(path), path.parent / FOLDER if path.name == FILE else None


def beginning(path: Path) -> bytes:
    """The bytes of a file; of one that is too large, one byte more than is allowed."""
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


class _Examination:
    """Collects versions, problems and notes; what is wrong in several versions is said once."""

    def __init__(self, vocabulary: Vocabulary, raw: bytes, file: str, answers: Answers | None = None) -> None:
        self.vocabulary, self.raw, self.file, self.answers = vocabulary, raw, file, answers or {}
        self.versions: list[Version] = []
        self.problems: dict[Problem, None] = {}
        self.notes: dict[Problem, None] = {}
        self.questions: list[Question] = []
        self.lines: Sequence[str] = ()
        self.unread = False  # an amendment could not be read, so what follows from it is not known

    def read(self, folder: Path) -> list[Amendment]:
        """The amendments of a folder in the order in which they take effect."""
        report, found = Report(str(folder)), []
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        if len(names) > MOST_AMENDMENTS:
            message = f"there are {len(names)} files; at most {MOST_AMENDMENTS} amendments are read"
            report.problem("AGR_AMENDMENT_FILE", None, message, "conclude the agreement anew, with all changes in it")
            names = []
            self.unread = True
        for name in names:
            if name.lower().endswith(".yml") or (name.lower().endswith(".yaml") and not name.endswith(".yaml")):
                message = f"`{name}` looks like an amendment and would be passed over"
                report.problem("AGR_AMENDMENT_FILE", None, message, "let its name end in .yaml")
            elif name.endswith(".yaml") and not name.startswith("."):
                own = Report(str(folder / name))
                amendment = read_amendment(beginning(folder / name), own)
                self._keep(own)
                self.unread |= amendment is None or bool(own.problems)
                found += [amendment] if amendment else []
        in_force, faults = deferred(found)
        for each in (report, *faults):
            self._keep(each)
        self.unread |= bool(faults)
        return in_force

    def result(self, again: Callable[[Answers], ExaminedVersions] | None) -> ExaminedVersions:
        """What was found."""
        complete = not self.problems and self.versions
        versions = Versions(tuple(self.versions)) if complete else None
        problems, notes = tuple(sorted(self.problems)), tuple(sorted(self.notes))
        return ExaminedVersions(versions, problems, notes, in_order(self.questions), again)

    def examine(self, tree: MapNode | None, amendments: Sequence[Amendment], report: Report) -> None:
        """The text as signed, and the text after the amendments of each day."""
        if tree is None:
            self._keep(report)
            return
        self._version(tree, self.raw, [], report)
        if self.unread:
            return
        applied: list[Amendment] = []
        sound = True
        for day, group in groupby(amendments, key=lambda amendment: amendment.effective):
            today = list(group)
            report = self.report([*applied, *today])
            _check_together(tree, today, report)
            for amendment in today:
                tree = amend(tree, amendment, report)
            applied += today
            sound = sound and not report.problems
            if sound:
                self._version(tree, yaml_text(tree).encode(), applied, report, day)
            else:  # what reading finds in a text that is not what was meant would only confuse
                self._keep(report)

    def report(self, amendments: Sequence[Amendment]) -> Report:
        """A report on an amended text, which shows lines of every file that the text comes from."""
        report = Report(self.file)
        report.lines = self.lines
        report.elsewhere = {amendment.file: amendment.lines for amendment in amendments}
        return report

    def _version(
        self, tree: MapNode, raw: bytes, applied: Sequence[Amendment], report: Report, day: date | None = None
    ) -> None:
        """One version, read and checked like any agreement; its term against that of the version before."""
        own = [amendment for amendment in applied if amendment.effective == day]
        tree = answered(tree, self.answers)
        examined = examine_tree(tree, raw, report, self.vocabulary)
        self.questions += examined.questions
        if examined.agreement and own and self.versions:
            _check_term(self.versions[-1].agreement.term, examined.agreement.term, own, tree, report)
        self._keep(report, own)
        if examined.agreement is None or report.problems:
            return
        digest = _digest(self.raw, applied)
        self.versions.append(
            Version(
                effective=day,
                agreement=replace(examined.agreement, digest=digest),
                name="; ".join(amendment.name for amendment in own) or examined.agreement.name,
                agreed=_agreed(own),
                windows_rule=next((amendment.windows for amendment in own if amendment.windows), None),
                digest=digest,
                files=(self.file, *(amendment.file for amendment in applied)),
                tree=tree,
            )
        )

    def _keep(self, report: Report, own: Sequence[Amendment] = ()) -> None:
        """What a report found; of an amended text only what the texts before it did not have."""
        known = [*self.problems, *self.notes]
        said = {(found.file, found.line, found.column, found.code) for found in known}
        for kept, heard in ((self.problems, report.problems), (self.notes, report.notes)):
            for found in heard:
                if own and (found.file, found.line, found.column, found.code) in said:
                    continue
                kept[_from(own, found)] = None


def _from(own: Sequence[Amendment], found: Problem) -> Problem:
    """A problem of an amended text, told so that it can be found: which text has it, and how a shape is replaced."""
    if own and found.code == "AGR_REMEDY_SHAPE":
        remedy = f"{found.remedy}; to put one shape in the place of another, list the path under replace as well"
        found = replace(found, remedy=remedy)
    if not own or found.file in {amendment.file for amendment in own}:
        return found
    names = " and ".join(f"`{amendment.name}`" for amendment in own)
    return replace(found, message=f"as amended by {names} from {own[0].effective}: {found.message}")


def _check_together(tree: MapNode, today: Sequence[Amendment], report: Report) -> None:
    """AGR_AMENDMENT_ORDER, AGR_AMENDMENT_WINDOWS: amendments of one day can be applied in any order."""
    for number, later in enumerate(today):
        for earlier in today[:number]:
            pairs = product(list(earlier.touched(tree)), list(later.touched(tree)))
            clash = next(((mine, at) for (theirs, _), (mine, at) in pairs if overlap(theirs, mine)), None)
            if clash:
                path, place = clash
                message = (
                    f"`{'.'.join(path)}` is changed from {later.effective} by this amendment "
                    f"and by {os.path.basename(earlier.file)}: which of the two holds?"
                )
                remedy = "put both changes in one amendment, or let one take effect on another day"
                report.problem("AGR_AMENDMENT_ORDER", place, message, remedy)
    for earlier, later in pairwise([amendment for amendment in today if amendment.windows]):
        if earlier.windows != later.windows:
            message = (
                f"{os.path.basename(earlier.file)} takes effect on the same day "
                f"and says windows: {earlier.windows}, not {later.windows}"
            )
            remedy = "let both say the same, or let one take effect on another day"
            report.problem("AGR_AMENDMENT_WINDOWS", later.place, message, remedy)


def _check_term(old: Period, new: Period, own: Sequence[Amendment], tree: MapNode, report: Report) -> None:
    """AGR_AMENDMENT_TERM: only the end moves. AGR_AMENDMENT_EFFECTIVE: the new text holds within the term."""
    if new.first != old.first:
        message = f"the term began on {old.first} and cannot begin on {new.first}: an amendment moves its end only"
        remedy = f"write {old.first}/{new.end if new.end > old.first else old.end}"
        report.problem("AGR_AMENDMENT_TERM", tree.values["term"], message, remedy)
        return
    for amendment in own:
        day = amendment.effective
        if not old.first <= day <= old.end or day >= new.end:
            late = day > old.end
            message = f"the amendment takes effect on {day}, " + (
                f"when the term has ended: its last day was {old.end - timedelta(days=1)}"
                if late
                else f"outside the term {new.first}/{new.end} (its end excluded)"
            )
            remedy = "let it take effect on a day of the term; one that is extended is extended before it ends"
            report.problem("AGR_AMENDMENT_EFFECTIVE", amendment.place, message, remedy)


def _agreed(own: Sequence[Amendment]) -> dict[str, date]:
    """For each party the day on which it had agreed to all of these amendments."""
    parties = {party for amendment in own for party in amendment.agreed}
    return {party: max(amendment.agreed[party] for amendment in own) for party in sorted(parties, reverse=True)}


def _digest(raw: bytes, applied: Sequence[Amendment]) -> str:
    """Without amendments that of the agreement's bytes; with them that of the list of their digests, in their order."""
    own = hashlib.sha256(raw).hexdigest()
    if not applied:
        return f"sha256:{own}"
    listed = "\n".join([f"sha256:{own}", *(amendment.digest for amendment in applied)]) + "\n"
    return "sha256:" + hashlib.sha256(listed.encode()).hexdigest()

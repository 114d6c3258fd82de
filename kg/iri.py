"""Where every data IRI is minted: ASCII only, the same input gives the same IRI on every machine.

Names are not written into IRIs, because a percent-encoded and a plain Chinese IRI are different
terms: they are NFKC-normalised and hashed. Names differ between counties and years and are then
different resources, so that region and year are part of what is hashed.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from kg.errors import InvalidRequestError, JipuError
from kg.model import Document, Project, Source

DEFAULT_BASE = "https://w3id.org/jipu/"

_BASE = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@%\-]+/)*")
_NAME_DIGITS = 16
_GRAPH_DIGITS = 16
_ROW_DIGITS = 12


class CollisionError(JipuError):
    """Two different things would get one IRI: the build stops, nothing is merged silently."""


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints IRIs below ``base``, an absolute http(s) IRI in ASCII that ends with a slash.

    Raises InvalidRequestError for any other base.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise InvalidRequestError(
                "base", f"{self.base!r} is no http(s) address in ASCII that ends with '/'"
            )

    def document(self, sha256: str) -> str:
        """A document (文件) and its named graph, from the SHA-256 (hex) of its bytes."""
        return f"{self.base}document/{sha256[:_GRAPH_DIGITS]}"

    def reading(self, sha256: str) -> str:
        """The activity that read a document, told on the document's page."""
        return f"{self.document(sha256)}#reading"

    def problem(self, sha256: str, number: int) -> str:
        """The ``number``-th problem (from 1) of a document, told on the document's page."""
        return f"{self.document(sha256)}#problem-{number}"

    def indicator(self, sha256: str, source: Source) -> str:
        """An indicator (指标): hash and row do not move when the parser improves."""
        return f"{self.base}indicator/{_row(sha256, source)}"

    def slot(self, sha256: str, source: Source) -> str:
        """A blank row (空白指标行), minted like an indicator."""
        return f"{self.base}slot/{_row(sha256, source)}"

    def project(
        self,
        region: str | None,
        year: int | None,
        department: str | None,
        name: str,
        unit: str | None,
    ) -> str:
        """A project (项目) in one year.

        The unit counts, because the units of one department run projects of one name (取暖费),
        each with its own amount and targets.
        """
        key = project_identity(region, year, department, name, unit)
        return f"{self.base}project/{year or 'undated'}-{_hash(key)}"

    def organisation(self, region: str | None, name: str) -> str:
        """A department or unit (部门、单位) of a region."""
        return f"{self.base}org/{_hash(_identity(region, name))}"

    def region(self, name: str) -> str:
        """An administrative region (行政区划)."""
        return f"{self.base}region/{_hash(_identity(name))}"


class Registry:
    """Which identity holds which IRI within one build; ask it before a document is added."""

    def __init__(self, minter: Minter) -> None:
        self._minter = minter
        self._holders: dict[str, str] = {}

    def claim(self, iri: str, identity: str) -> None:
        """Give ``iri`` to ``identity``, or raise CollisionError where another one holds it."""
        _claim(self._holders, iri, identity)

    def claim_document(self, document: Document) -> None:
        """Claim all IRIs of a document; raises CollisionError, naming both holders."""
        minter = self._minter
        self.claim(minter.document(document.sha256), document.sha256)
        rows: dict[str, str] = {}
        for project in document.projects:
            self._claim_project(project)
            for indicator in project.indicators:
                source = indicator.source
                place = f"{source.document} table {source.table} row {source.row} {source.cell}"
                _claim(rows, minter.indicator(document.sha256, source), place)

    def _claim_project(self, project: Project) -> None:
        minter, region = self._minter, project.region
        key = (region, project.year, project.department, project.name, project.unit)
        self.claim(minter.project(*key), identity_of(project))
        if region:
            self.claim(minter.region(region), _identity(region))
        for body in filter(None, (project.department, project.unit)):
            self.claim(minter.organisation(region, body), _identity(region, body))


def project_identity(
    region: str | None, year: int | None, department: str | None, name: str, unit: str | None
) -> str:
    """What makes a project the same project, as one normalised text."""
    return _identity(region, str(year or ""), department, name, unit)


def identity_of(project: Project) -> str:
    """What makes a project record the same project as another one."""
    return project_identity(
        project.region, project.year, project.department, project.name, project.unit
    )


def normalise_name(name: str) -> str:
    """A name for comparison: NFKC, so that full-width and half-width are one, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _identity(*parts: str | None) -> str:
    return "\x1f".join(normalise_name(part or "") for part in parts)


def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:_NAME_DIGITS]


def _row(sha256: str, source: Source) -> str:
    return f"{sha256[:_ROW_DIGITS]}-{source.table}-{source.row}"


def _claim(holders: dict[str, str], iri: str, identity: str) -> None:
    holder = holders.setdefault(iri, identity)
    if holder != identity:
        raise CollisionError(
            iri, f"is already the IRI of {_shown(holder)} and cannot also be {_shown(identity)}"
        )


def _shown(identity: str) -> str:
    return repr(" / ".join(part for part in identity.split("\x1f") if part))

"""Where every data IRI is minted: ASCII only, the same input gives the same IRI on every machine.

Names are not written into IRIs, because a percent-encoded and a plain Chinese IRI are different
terms: what they name is found by the rules of ``kg.entities`` and hashed. Equal names of other
counties and years are other resources, so that region and year are part of what is hashed.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from kg.entities.bodies import body_of
from kg.entities.divisions import Place
from kg.entities.places import place_of
from kg.entities.projects import project_identity, series_identity
from kg.errors import InvalidRequestError, JipuError
from kg.model import Document, Project, Source

DEFAULT_BASE = "https://w3id.org/jipu/"

Key = tuple[str | None, int | None, str | None, str, str | None]

_BASE = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@%\-]+/)*")
_PARTS = re.compile("[\x1e\x1f]")
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

    @property
    def dataset(self) -> str:
        """A release as a whole (数据集) and the named graph that describes it."""
        return f"{self.base}dataset"

    @property
    def catalog(self) -> str:
        """The catalogue (目录) that lists the dataset."""
        return f"{self.base}catalog"

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
        """An indicator (指标): hash, row and column do not move when the parser improves."""
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
        identity = project_identity(region, year, department, name, unit)
        return f"{self.base}project/{year or 'undated'}-{_hash(identity)}"

    def series(
        self,
        region: str | None,
        year: int | None,
        department: str | None,
        name: str,
        unit: str | None,
    ) -> str:
        """The project over the years (延续项目) of which a project is one year."""
        return f"{self.base}series/{_hash(series_identity(region, year, department, name, unit))}"

    def organisation(self, region: str | None, name: str) -> str:
        """A department or unit (部门、单位), by its name in a table of a region."""
        return f"{self.base}org/{_hash(body_of(region, name).identity)}"

    def region(self, name: str) -> str:
        """An administrative region (行政区划), however its name is written."""
        return self.place(place_of(name))

    def place(self, place: Place) -> str:
        """A region that is known: by its code (GB/T 2260), else by its name below the one above."""
        return f"{self.base}region/{place.code or _hash(place.identity)}"


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
        minter, region = self._minter, project.whole_region
        key = key_of(project)
        self.claim(minter.project(*key), project_identity(*key))
        self.claim(minter.series(*key), series_identity(*key))
        places = list(place_of(region).path) if region else []
        for name in filter(None, (project.department, project.unit)):
            body = body_of(region, name)
            places += body.place.path if body.place else ()
            self.claim(minter.organisation(region, name), body.identity)
        for place in places:
            self.claim(minter.place(place), place.identity)


def holder_of_graph(sha256: str, name: str) -> str:
    """The identity of a document as the holder of a named graph that its file names."""
    return f"a graph of {name} ({sha256[:8]})"


def key_of(project: Project) -> Key:
    """What a project record is identified by, as printed: region, year, department, name, unit."""
    return project.whole_region, project.year, project.department, project.name, project.unit


def identity_of(project: Project) -> str:
    """What makes a project record the same project as another one."""
    return project_identity(*key_of(project))


@lru_cache(maxsize=1 << 14)
def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:_NAME_DIGITS]


def _row(sha256: str, source: Source) -> str:
    row = f"{sha256[:_ROW_DIGITS]}-{source.table}-{source.row}"
    return row if source.column is None else f"{row}-{source.column}"


def _claim(holders: dict[str, str], iri: str, identity: str) -> None:
    holder = holders.setdefault(iri, identity)
    if holder != identity:
        raise CollisionError(
            iri, f"is already the IRI of {_shown(holder)} and cannot also be {_shown(identity)}"
        )


def _shown(identity: str) -> str:
    return repr(" / ".join(part for part in _PARTS.split(identity) if part))

"""The IRIs that the graph is written with, as plain strings (a million indicators use them)."""

from typing import TYPE_CHECKING, Final

from ontology import PREFIXES

if TYPE_CHECKING:  # query workers, which start often, need the names alone
    from kg.entities.divisions import Level
    from kg.model import Comparator, Direction, Kind

JIPU: Final = PREFIXES["jipu"]
CAT: Final = PREFIXES["cat"]
CON: Final = PREFIXES["con"]
XSD: Final = PREFIXES["xsd"]
VOID: Final = PREFIXES["void"]

TYPE: Final = PREFIXES["rdf"] + "type"
LABEL: Final = PREFIXES["rdfs"] + "label"
ALT_LABEL: Final = PREFIXES["skos"] + "altLabel"
NOTATION: Final = PREFIXES["skos"] + "notation"
BROADER: Final = PREFIXES["skos"] + "broader"

DOCUMENT: Final = JIPU + "Document"
PROJECT: Final = JIPU + "Project"
PROJECT_SERIES: Final = JIPU + "ProjectSeries"
INDICATOR: Final = JIPU + "Indicator"
BLANK_SLOT: Final = JIPU + "BlankSlot"
PROBLEM: Final = JIPU + "Problem"
REGION: Final = JIPU + "Region"
PLACEHOLDER_BODY: Final = JIPU + "PlaceholderBody"
ORGANIZATION: Final = PREFIXES["org"] + "Organization"
ORGANIZATIONAL_UNIT: Final = PREFIXES["org"] + "OrganizationalUnit"
ACTIVITY: Final = PREFIXES["prov"] + "Activity"

IN_REGION: Final = JIPU + "region"
ADMINISTRATIVE_LEVEL: Final = JIPU + "administrativeLevel"
DIVISION_CODE: Final = JIPU + "divisionCode"
DEPARTMENT: Final = JIPU + "department"
IMPLEMENTING_UNIT: Final = JIPU + "implementingUnit"
REGION_NAME: Final = JIPU + "regionName"
DEPARTMENT_NAME: Final = JIPU + "departmentName"
UNIT_NAME: Final = JIPU + "implementingUnitName"
OFFICE: Final = JIPU + "office"
ATTRIBUTE: Final = JIPU + "attribute"
TERM: Final = JIPU + "term"
YEAR: Final = JIPU + "year"
AMOUNT: Final = JIPU + "amount"
GOAL: Final = JIPU + "goal"
HAS_INDICATOR: Final = JIPU + "hasIndicator"
HAS_BLANK_SLOT: Final = JIPU + "hasBlankSlot"

CATEGORY: Final = JIPU + "category"
TOP_CATEGORY: Final = JIPU + "topCategory"
LEVEL1: Final = JIPU + "level1"
LEVEL2: Final = JIPU + "level2"
PLACE: Final = JIPU + "place"
TARGET_TEXT: Final = JIPU + "targetText"
TARGET_KIND: Final = JIPU + "targetKind"
COMPARATOR: Final = JIPU + "comparator"
COMPARATOR_STATED: Final = JIPU + "comparatorStated"
LOWER: Final = JIPU + "lower"
UPPER: Final = JIPU + "upper"
LOWER_DATE: Final = JIPU + "lowerDate"
UPPER_DATE: Final = JIPU + "upperDate"
UNIT: Final = JIPU + "unit"
UNIT_TEXT: Final = JIPU + "unitText"
APPROXIMATE: Final = JIPU + "approximate"
DIRECTION: Final = JIPU + "direction"

SOURCE_TABLE: Final = JIPU + "sourceTable"
SOURCE_ROW: Final = JIPU + "sourceRow"
SOURCE_CELL: Final = JIPU + "sourceCell"
FILE_NAME: Final = JIPU + "fileName"
SHA256: Final = JIPU + "sha256"
SOFTWARE_VERSION: Final = JIPU + "softwareVersion"
HAS_PROBLEM: Final = JIPU + "hasProblem"
WHERE: Final = JIPU + "where"
MESSAGE: Final = JIPU + "message"

SEARCH: Final = JIPU + "search"
SIMILARITY: Final = JIPU + "similarity"
RELEVANCE: Final = JIPU + "relevance"
QUERY: Final = JIPU + "query"
SIMILAR_TO: Final = JIPU + "similarTo"
SCORE: Final = JIPU + "score"
RANK: Final = JIPU + "rank"
MATCHED: Final = JIPU + "matched"
LIMIT: Final = JIPU + "limit"
MIN_SCORE: Final = JIPU + "minScore"
OF_PROJECT: Final = JIPU + "project"
MIN_VALUE: Final = JIPU + "minValue"
MAX_VALUE: Final = JIPU + "maxValue"
MIN_AMOUNT: Final = JIPU + "minAmount"
MAX_AMOUNT: Final = JIPU + "maxAmount"

UNIT_OF: Final = PREFIXES["org"] + "unitOf"
DERIVED_FROM: Final = PREFIXES["prov"] + "wasDerivedFrom"
GENERATED_AT: Final = PREFIXES["prov"] + "generatedAtTime"
GENERATED_BY: Final = PREFIXES["prov"] + "wasGeneratedBy"
ENDED_AT: Final = PREFIXES["prov"] + "endedAtTime"
VERSION_OF: Final = PREFIXES["dcterms"] + "isVersionOf"
TITLE: Final = PREFIXES["dcterms"] + "title"
FORMAT: Final = PREFIXES["dcterms"] + "format"

_COMPARATOR_NAMES: Final = {
    ">=": "at-least",
    "<=": "at-most",
    ">": "more-than",
    "<": "less-than",
    "=": "equal",
    "range": "range",
}


def category(notation: str) -> str:
    """The concept of a category notation (``satisfaction``)."""
    return CAT + notation


def comparator(value: "Comparator") -> str:
    """The concept of a comparator; its notation is the sign."""
    return CON + _COMPARATOR_NAMES[value]


def kind(value: "Kind") -> str:
    """The concept of a kind of target."""
    return CON + value


def direction(value: "Direction") -> str:
    """The concept of a direction."""
    return CON + value


def level(value: "Level") -> str:
    """The concept of an administrative level."""
    return CON + value

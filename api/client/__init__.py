"""jipu in Python: one object over a home folder or a server, with the same answers from both.

>>> from api.client import Jipu
>>> with Jipu.open("jipu-data") as jipu:  # or Jipu.open("http://127.0.0.1:8000")
...     jipu.sparql("SELECT ?name { ?project a jipu:Project ; rdfs:label ?name }")
...     jipu.search("群众满意度 ≥90%", k=5).to_frame()
"""

from api.client.filters import FilterArguments
from api.client.indicators import Hit, Indicator, ProjectName, Source, Target
from api.client.jipu import Jipu
from api.client.questions import NamedQuery, QueryParameter
from api.client.results import (
    ComparableProject,
    Comparables,
    ComparedProject,
    Interpreted,
    SearchResult,
    Stats,
)
from api.client.solutions import Solutions
from search.comparison import Pair, Peers
from search.results import Scores

__all__ = [
    "ComparableProject",
    "Comparables",
    "ComparedProject",
    "FilterArguments",
    "Hit",
    "Indicator",
    "Interpreted",
    "Jipu",
    "NamedQuery",
    "Pair",
    "Peers",
    "ProjectName",
    "QueryParameter",
    "Scores",
    "SearchResult",
    "Solutions",
    "Source",
    "Stats",
    "Target",
]

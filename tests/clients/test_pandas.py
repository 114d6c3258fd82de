from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pandas as pd

from tests.clients.questions import INDICATORS, LARGEST, LARGEST_YUAN


def address(endpoint: str, query: str) -> str:
    return f"{endpoint}?{urlencode({'query': query})}"


def test_read_csv_from_the_address_of_a_query(endpoint: str) -> None:
    accept = {"Accept": "text/csv"}
    frame = pd.read_csv(address(endpoint, LARGEST), storage_options=accept)
    assert list(frame.columns) == ["name", "yuan"]
    assert frame["yuan"].tolist() == LARGEST_YUAN
    indicators = pd.read_csv(address(endpoint, INDICATORS), storage_options=accept)
    assert len(indicators) == 190
    assert indicators["lower"].dtype == "float64"


def test_json_normalize(endpoint: str) -> None:
    with urlopen(Request(address(endpoint, LARGEST), headers={"Accept": "*/*"})) as answer:
        found = pd.read_json(answer, typ="series")
    frame = pd.json_normalize(found["results"]["bindings"])
    assert frame["yuan.value"].astype(int).tolist() == LARGEST_YUAN

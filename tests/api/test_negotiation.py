import pytest

from api.http.negotiation import SPARQL_TYPES, acceptable

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


@pytest.mark.parametrize("accept", [None, "", "*/*"])
def test_no_wish_keeps_our_order(accept: str | None) -> None:
    assert acceptable(accept, SPARQL_TYPES) == SPARQL_TYPES


@pytest.mark.parametrize(
    ("accept", "first"),
    [
        ("text/csv", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", XML),
        ("application/json", JSON),
        ("text/*", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/turtle;q=0.9, */*;q=0.1", "text/turtle"),
        (f"*/*, {JSON};q=0", XML),
        ("text/csv;q=nonsense, text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_the_most_wanted_comes_first(accept: str, first: str) -> None:
    assert acceptable(accept, SPARQL_TYPES)[0] == first


def test_a_specific_range_beats_a_wildcard() -> None:
    assert JSON not in acceptable(f"{JSON};q=0, */*", SPARQL_TYPES)


def test_nothing_fits() -> None:
    assert acceptable("image/png", SPARQL_TYPES) == ()

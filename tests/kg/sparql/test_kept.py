from kg.sparql.kept import MOST_BYTES_OF_ONE, Kept, KeptResults, is_lasting
from kg.store.query import Query


def query(text: str) -> Query:
    return Query(text, ("text/csv",))


def answer(size: int) -> Kept:
    return Kept("text/csv", None, b"x" * size)


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = KeptResults(10_000)
    for name in ("a", "b", "c"):
        kept.keep(query(name), answer(2_000))
    assert kept.get(query("a")) == answer(2_000)
    kept.keep(query("d"), answer(2_000))
    assert [kept.get(query(name)) is None for name in "abcd"] == [False, True, False, False]


def test_another_dataset_type_or_base_is_another_query() -> None:
    kept = KeptResults()
    kept.keep(query("a"), answer(1))
    assert kept.get(query("a")) is not None
    for other in (
        Query("a", ("text/tab-separated-values",)),
        Query("a", ("text/csv",), ("http://e.org/g",)),
        Query("a", ("text/csv",), (), ("http://e.org/g",)),
        Query("a", ("text/csv",), base_iri="http://e.org/"),
        Query("a", ("text/csv",), codings=("gzip",)),
    ):
        assert kept.get(other) is None


def test_what_is_large_or_changes_is_not_kept() -> None:
    kept = KeptResults()
    kept.keep(query("a"), answer(MOST_BYTES_OF_ONE + 1))
    kept.keep(query("SELECT (now() AS ?t) {}"), answer(1))
    assert kept.get(query("a")) is None
    assert kept.get(query("SELECT (now() AS ?t) {}")) is None
    assert is_lasting(query("SELECT * { SERVICE jipu:search { ?i jipu:query 'a' } }"))
    assert not is_lasting(query("SELECT * { SERVICE <http://e.org/> { ?i ?p 'a' } }"))
    assert is_lasting(query("SELECT ?now ?rand { ?now <uuid> ?rand }"))

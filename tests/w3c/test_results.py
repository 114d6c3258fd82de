"""The comparison that the runner of the suite relies on: it tells results apart."""

import pytest

from tests.w3c.results import read_result, same

TSV, CSV, TURTLE = "text/tab-separated-values", "text/csv", "text/turtle"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("media_type", "one", "other", "equal"),
    [
        (TSV, "?a\t?b\n_:x\t_:y\n_:y\t_:x\n", "?a\t?b\n_:p\t_:q\n_:q\t_:p\n", True),
        (TSV, "?a\t?b\n_:x\t_:y\n_:y\t_:x\n", "?a\t?b\n_:p\t_:p\n_:q\t_:q\n", False),
        (TSV, "?a\t?b\n_:x\t1\n_:y\t2\n", "?a\t?b\n_:p\t1\n_:p\t2\n", False),
        (TSV, "?a\n1\n1\n2\n", "?a\n2\n1\n1\n", True),
        (TSV, "?a\n1\n1\n2\n", "?a\n2\n2\n1\n", False),
        (TSV, "?a\n1\n", "?b\n1\n", False),
        (TSV, "?a\t?b\n1\t\n", "?a\t?b\n\t1\n", False),
        (TSV, "?a\n2.0\n", f'?a\n"2"^^<{XSD}decimal>\n', True),
        (TSV, "?a\n2.0\n", "?a\n2\n", False),
        (TSV, '?a\n"a"@en\n', '?a\n"a"\n', False),
        (CSV, "a\r\n1.0E6\r\n_:x\r\n", "a\r\n1000000\r\n_:y\r\n", True),
        (CSV, "a\r\n1.0E6\r\n", "a\r\n1000001\r\n", False),
        (TURTLE, "[] <p:p> [ <p:q> 1.0 ] .", "_:a <p:p> _:b . _:b <p:q> 1.00 .", True),
        (TURTLE, "[] <p:p> [ <p:q> 1.0 ] .", "_:a <p:p> _:a . _:a <p:q> 1.0 .", False),
    ],
)
def test_what_is_the_same(media_type: str, one: str, other: str, *, equal: bool) -> None:
    results = [read_result(text.encode(), media_type, "b:") for text in (one, other)]
    assert same(results[0], results[1], ordered=False) is equal
    assert same(results[1], results[0], ordered=False) is equal


def test_an_order_counts_where_one_was_asked_for() -> None:
    up, down = (read_result(text, TSV, "b:") for text in (b"?a\n1\n_:x\n", b"?a\n_:y\n1\n"))
    assert same(up, down, ordered=False)
    assert not same(up, down, ordered=True)
    assert same(up, up, ordered=True)


def test_true_is_neither_false_nor_a_table() -> None:
    table = read_result(b"?a\n1\n", TSV, "b:")
    assert same(True, True, ordered=False)
    assert not same(True, False, ordered=False)
    assert not same(True, table, ordered=False)

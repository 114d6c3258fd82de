import pytest

from benchmarks.corpus.formats import FORMATS
from benchmarks.format_peers import PEERS, Peer
from benchmarks.formats import Timing, measure, printed_documents, table


@pytest.mark.parametrize("file_format", PEERS)
def test_a_peer_visits_the_cells_of_its_format(file_format: str) -> None:
    (file,) = printed_documents(file_format, 1, 2, seed=1)
    assert PEERS[file_format].visit(file.data) > 50


def test_peers_open_formats_of_the_corpus() -> None:
    assert PEERS.keys() <= FORMATS.keys()


def test_both_sides_are_timed_on_the_same_files() -> None:
    files = list(printed_documents("txt", 2, 2, seed=1))
    seen: list[bytes] = []
    timing = measure(files, Peer("peer", lambda data: seen.append(data) or 0))
    assert seen == [file.data for file in files]
    assert (timing.documents, timing.unread) == (2, 0)
    assert timing.rows > 10
    assert min(timing.seconds, timing.peer_seconds) > 0


def test_the_table_tells_ratios_and_what_was_not_read() -> None:
    peer = Peer("library", len)
    timings = [
        ("xls", peer, Timing(10, 500, 2.0, 0.5, 0)),
        ("pdf", peer, Timing(0, 0, 0.0, 0.0, 10)),
    ]
    assert list(table(iter(timings)))[2:] == [
        "| xls | 5 | 250 | library | 20 | 4 |",
        "| pdf (10 not read) | – | – | library | – | – |",
    ]

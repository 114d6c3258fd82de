from dataclasses import replace

from benchmarks.load_clients import Exchange
from benchmarks.load_report import Seen, faults_in, report
from benchmarks.serving import Usage

SEEN = Seen(
    alone=[Exchange("look-up", "200", 0.004)] * 3,
    beside=[Exchange("look-up", "200", 0.008)] * 3,
    others=[Exchange("cross product", "504", 10.3), Exchange("other hosts", "403", 0.001)],
    usages=[Usage(3, 700.0, 60), Usage(3, 900.0, 90), Usage(3, 720.0, 60)],
    after_limit=[Exchange("one runaway", "504", late) for late in (0.1, 0.2, 0.3)],
    after_leaving=[0.4],
)


def test_a_run_as_it_should_be_has_no_faults() -> None:
    assert faults_in(SEEN) == []


def test_what_must_not_be_is_told() -> None:
    failed = [Exchange("look-up", "503", 10.0)] * 2
    assert faults_in(replace(SEEN, beside=failed)) == ["look-up: 503 × 2"]
    assert faults_in(replace(SEEN, others=[Exchange("giant result", "cut silently", 9.0)])) == [
        "giant result: cut silently × 1"
    ]
    assert faults_in(replace(SEEN, others=[Exchange("other hosts", "500", 0.1)])) == [
        "other hosts: 500 × 1"
    ]
    busy = [Exchange("one runaway", "503", 9.0)]
    assert faults_in(replace(SEEN, after_limit=busy)) == ["one runaway: 503 × 1"]
    assert faults_in(replace(SEEN, contacts=1)) == ["another host was contacted × 1"]


def test_the_tables_tell_times_outcomes_and_usage() -> None:
    text = "\n".join(report(SEEN, limit=10.0))
    assert "| look-up, alone | 3 | 0 | 4.0 | 4.0 | 4.0 | 4.0 |" in text
    assert "| cross product | 504 × 1 | 0.30 | 0.30 | 0.30 |" in text
    assert "| most | 3 | 900 | 90 |" in text
    assert "| answered after its limit | 0.10 | 0.20 | 0.30 |" in text

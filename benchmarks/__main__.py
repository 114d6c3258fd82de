"""``python -m benchmarks``: every measurement in turn, each beside its peer."""

import subprocess
import sys

RUNS = (
    ["benchmarks.encoder"],
    ["benchmarks.requests"],
    ["benchmarks.texts", "--projects", "1000", "10000", "100000"],
    ["benchmarks.search"],
    ["benchmarks.formats"],
    ["benchmarks.ingest", "--documents", "200", "1000", "5000", "10000"],
    ["benchmarks.ingest", "--documents", "200", "1000", "--index", "yes"],
    ["benchmarks.sparql"],
    ["benchmarks.load"],
    ["benchmarks.graph", "--projects", "1000", "10000", "100000"],
)


def main() -> None:
    """Run each in a process of its own, so that none warms another's caches."""
    for module, *arguments in RUNS:
        print(f"\n## {module}\n", flush=True)
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)


if __name__ == "__main__":
    main()

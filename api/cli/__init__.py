"""The command ``jipu``."""

import os
import sys

_INTERRUPTED = 130  # the exit status by which shells tell Ctrl-C


def main() -> None:
    """Run the command line; see `api.cli.app.main`."""
    # Processes that are started look for modules where this one does, not where the command runs.
    os.environ["PYTHONSAFEPATH"] = "1"
    # Imported here: a reading process begins with the script that runs this, and needs none of it.
    try:
        from api.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)

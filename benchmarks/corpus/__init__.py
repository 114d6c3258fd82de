"""Invented target tables at national scale: counties, years, projects, indicators, all from a seed.

``generate`` yields documents as a reader would have read them, ``write_text`` prints one of them as
the text that reads back as the same document. ``write`` prints one in any published layout and any
format, together with the answer that should be read from it.
"""

from benchmarks.corpus.generate import generate
from benchmarks.corpus.plain_text import write_text
from benchmarks.corpus.variants import Printed, document_for, variants, write

__all__ = ["Printed", "document_for", "generate", "variants", "write", "write_text"]

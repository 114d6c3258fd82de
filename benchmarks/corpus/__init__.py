"""Invented target tables at national scale: counties, years, projects, indicators, all from a seed.

``generate`` yields documents as a reader would have read them, ``write_text`` prints one of them as
the text that reads back as the same document.
"""

from benchmarks.corpus.generate import generate
from benchmarks.corpus.layout import write_text

__all__ = ["generate", "write_text"]

"""What is printed on pages (版面): characters and lines at places → rows of cells.

``marks`` are what a PDF knows; ``lines`` finds lines of text and ``wraps`` joins them again;
``ruled`` and ``aligned`` find tables with and without rules; ``rows`` numbers it all.
"""

"""Linked data: every IRI of the graph is answered by its path, for people and for programs."""

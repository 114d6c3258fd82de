"""RDF files as documents: told by their names, checked, written as the quads of a named graph."""

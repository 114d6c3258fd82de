"""Validation (校验): SHACL shapes over the graph of one document, SPARQL checks over a release."""

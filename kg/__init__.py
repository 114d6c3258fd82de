"""Target tables into a knowledge graph: reading, target values, triples, store, releases."""

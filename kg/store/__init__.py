"""The triple store on disk (三元组库): the only folder that imports pyoxigraph.

A store holds every document's triples twice: in the document's named graph and in the default
graph, which is their union. Oxigraph could compute the union at query time, but then a triple that
two documents state is counted twice, which SPARQL's set semantics of a graph forbids.
"""

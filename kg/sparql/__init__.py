"""Untrusted SPARQL (不可信查询) over one closed store, run where it can be killed."""

import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef

import ontology
from kg.ontology_graph import ontology_graph

EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
      sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology_graph()


def test_editors_find_each_question_once_with_its_text(graph: Graph) -> None:
    """By the query that the SPARQL editor of the SIB asks an endpoint."""
    rows = {str(row[0]): (str(row[1]), str(row[2])) for row in graph.query(EXAMPLES)}
    questions = ontology.named_queries()
    assert rows.keys() == {ontology.QUESTIONS + name for name in questions}
    assert len(list(graph.query(EXAMPLES))) == len(questions)
    for name, text in questions.items():
        comment, query = rows[ontology.QUESTIONS + name]
        assert query == text
        assert ontology.question(text, "zh") in comment
        assert ontology.question(text, "en") in comment


def test_a_question_says_its_form_and_is_named_in_both_languages(graph: Graph) -> None:
    question = URIRef(ontology.QUESTIONS + "largest-projects")
    assert (question, RDF.type, SH.SPARQLSelectExecutable) in graph
    assert {label.language for label in graph.objects(question, RDFS.label)} == {"zh", "en"}


def test_editors_find_the_prefixes(graph: Graph) -> None:
    found = {str(prefix): str(namespace) for prefix, namespace in graph.query(PREFIXES)}
    assert found == dict(ontology.PREFIXES)

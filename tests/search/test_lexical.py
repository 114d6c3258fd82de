from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.lexical import LexicalIndex, tokens
from search.postings import Terms

TEXTS = ["群众满意度 ≥95%", "道路维修 20公里", "学生满意度 PM2.5", "道路绿化"]


def test_han_runs_give_characters_and_pairs_and_the_rest_whole_words() -> None:
    assert tokens("PM2.5达标率") == ["pm", "2.5", "达", "标", "率", "达标", "标率"]


def test_the_text_that_is_the_query_covers_it_best() -> None:
    index = LexicalIndex.build(TEXTS)
    for row, text in enumerate(TEXTS):
        scores = index.scores(text)
        assert int(scores.argmax()) == row
        assert scores[row] > 0.8


def test_a_query_of_which_one_common_character_occurs_scores_near_nothing() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.scores("维")[1] > 0.9
    assert index.scores("乡村振兴局长期护理保险维").max() < 0.1


def test_unknown_words_and_empty_queries_score_nothing() -> None:
    index = LexicalIndex.build(TEXTS)
    for query in ("", "!?", "氢能"):
        assert index.scores(query).tolist() == [0, 0, 0, 0]


@given(st.lists(st.text("道路维修绿化a1 ", min_size=1, max_size=12), min_size=1, max_size=8))
def test_weights_are_those_of_the_library(texts: list[str]) -> None:
    corpus = [tokens(text) for text in texts]
    assume(any(corpus))
    peer = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    peer.index(corpus, show_progress=False)
    terms = Terms()
    for text in corpus:
        terms.add(text)
    ours = terms.postings()
    for term, number in terms.vocabulary.items():
        start, end = ours.starts[number : number + 2]
        scores = np.zeros(len(texts), np.float32)
        scores[ours.texts[start:end]] = ours.weights[start:end]
        assert np.array_equal(scores, peer.get_scores([term]))


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_scores_are_within_0_and_1_for_any_texts(texts: list[str], query: str) -> None:
    scores = LexicalIndex.build(texts).scores(query)
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1 + 1e-6)).all()


@pytest.mark.parametrize("texts", [TEXTS, ["", "?"], []])
def test_a_saved_index_scores_as_before(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "lexical")
    opened = LexicalIndex.open(tmp_path / "lexical", len(texts))
    for query in ("满意度", "道路 PM"):
        assert np.array_equal(opened.scores(query), index.scores(query))

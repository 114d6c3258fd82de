import json
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel

from kg.errors import InvalidRequestError
from search.bundled.encoder import BundledEncoder
from search.encoder import Encoder
from search.models import open_encoder
from search.prompts import Prompts


def small_model(folder: Path, prompts: dict[str, str] | None = None) -> str:
    """Save a sentence-transformers model of one vector a word; returns its folder as a name."""
    words = ["[UNK]", "query", "passage", "topic", ":", "满意", "满意度"]
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(7).normal(size=(len(words), 16)).astype(np.float32)
    embedding = StaticEmbedding(tokenizer, embedding_weights=weights)
    model = SentenceTransformer(modules=[embedding], prompts=prompts, device="cpu")
    model.save(str(folder))
    return str(folder)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was contacted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def is_unit(vectors: np.ndarray) -> bool:
    return bool(np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5))


def test_no_name_and_default_are_the_bundled_model(
    bundled: BundledEncoder, model_cache: Path
) -> None:
    for model in (None, "default"):
        encoder = open_encoder(model, model_cache)
        assert isinstance(encoder, BundledEncoder)
        assert encoder.identity == bundled.identity


def test_the_default_model_opens_without_torch(bundled: BundledEncoder, model_cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from search.models import open_encoder\n"
        f"encoder = open_encoder(None, Path({str(model_cache)!r}))\n"
        "encoder.encode_queries(['满意度'])\n"
        "print(encoder.identity, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split() == [bundled.identity, "False"]
    assert done.stderr == ""


def test_the_default_model_ranks_by_meaning(bundled: BundledEncoder) -> None:
    passages = ["农民对政策的满意度", "公路养护里程", "培训教师人数"]
    vectors = bundled.encode_passages(passages)
    for query, best in [("老百姓满不满意", 0), ("road maintenance", 1), ("老师参加培训", 2)]:
        assert (vectors @ bundled.encode_queries([query])[0]).argmax() == best


def test_vectors_stand_in_the_order_of_the_texts(
    bundled: BundledEncoder, sample_texts: list[str]
) -> None:
    texts = sample_texts[:40]
    vectors = bundled.encode_passages(texts)
    assert vectors.shape == (40, bundled.dimension)
    assert vectors.dtype == np.float32
    assert is_unit(vectors)
    np.testing.assert_allclose(bundled.encode_passages(texts[::-1])[::-1], vectors, atol=1e-6)


def test_a_query_and_a_passage_of_one_text_differ(bundled: BundledEncoder) -> None:
    query, passage = bundled.encode_queries(["满意度"]), bundled.encode_passages(["满意度"])
    assert 0.8 < (query @ passage.T).item() < 0.999


def test_progress_counts_up_to_all_texts(bundled: BundledEncoder) -> None:
    steps: list[tuple[int, int]] = []
    bundled.encode_passages(["满意度"] * 20, lambda done, total: steps.append((done, total)))
    assert steps == [(16, 20), (20, 20)]


@pytest.mark.parametrize("model", ["bundled", "pretrained"])
def test_no_texts_give_no_rows(model: str, bundled: BundledEncoder, tmp_path: Path) -> None:
    encoder: Encoder = bundled
    if model == "pretrained":
        encoder = open_encoder(small_model(tmp_path / "small"), tmp_path)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_a_folder_of_another_model_is_opened(tmp_path: Path, no_network: None) -> None:
    encoder = open_encoder(small_model(tmp_path / "small"), tmp_path / "cache")
    vectors = encoder.encode_passages(["满意度", "满意"])
    assert vectors.shape == (2, 16)
    assert vectors.dtype == np.float32
    assert is_unit(vectors)
    assert np.array_equal(encoder.encode_queries(["满意度"])[0], vectors[0])
    assert not (tmp_path / "cache").exists()


def test_prompts_of_the_models_configuration_are_used(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "small", {"query": "topic ", "passage": "passage "})
    encoder = open_encoder(folder, tmp_path)
    plain = SentenceTransformer(folder, device="cpu")
    expected = plain.encode(["topic 满意", "passage 满意"], normalize_embeddings=True)
    ours = np.concatenate([encoder.encode_queries(["满意"]), encoder.encode_passages(["满意"])])
    np.testing.assert_allclose(ours, expected, atol=1e-6)


def test_an_e5_model_without_prompts_gets_those_of_e5(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "my-e5-base")
    encoder = open_encoder(folder, tmp_path)
    plain = SentenceTransformer(folder, device="cpu")
    expected = plain.encode(["query: 满意", "passage: 满意"], normalize_embeddings=True)
    ours = np.concatenate([encoder.encode_queries(["满意"]), encoder.encode_passages(["满意"])])
    np.testing.assert_allclose(ours, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/multilingual-e5-large", Prompts("query: ", "passage: ")),
        ("/models/E5_base", Prompts("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", Prompts()),
        ("BAAI/bge-m3", Prompts()),
        ("some/vile55", Prompts()),
    ],
)
def test_prompts_by_name(name: str, prompts: Prompts) -> None:
    assert Prompts.of_model_named(name) == prompts


def test_identity_follows_the_weights_and_prompts_not_the_folder(tmp_path: Path) -> None:
    here = open_encoder(small_model(tmp_path / "here" / "small"), tmp_path)
    there = open_encoder(small_model(tmp_path / "there" / "small"), tmp_path)
    assert here.identity == there.identity

    prompted = small_model(tmp_path / "prompted" / "small", {"query": "topic "})
    assert open_encoder(prompted, tmp_path).identity != here.identity

    changed = SentenceTransformer(str(tmp_path / "here" / "small"), device="cpu")
    with torch.no_grad():
        next(changed.parameters())[1, 1] += 1
    changed.save(str(tmp_path / "changed" / "small"))
    assert open_encoder(str(tmp_path / "changed" / "small"), tmp_path).identity != here.identity


@pytest.mark.parametrize("model", ["no-such/model", "missing-model", "/no/such/folder"])
def test_an_unknown_model_fails_at_once_and_says_what_to_do(
    model: str, tmp_path: Path, no_network: None
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        open_encoder(model, tmp_path)
    assert caught.value.where == "model"
    assert repr(model) in str(caught.value)
    assert "give the path of a downloaded model" in str(caught.value)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, no_network: None) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([]), encoding="utf-8")
    with pytest.raises(InvalidRequestError, match="give the path"):
        open_encoder(str(tmp_path), tmp_path)

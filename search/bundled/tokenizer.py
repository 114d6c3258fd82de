"""The XLM-RoBERTa tokenizer of the packed model, as a Hugging Face ``tokenizers`` tokenizer."""

from typing import Final

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from search.bundled.layout import Vocabulary

_CONTROLS: Final = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_SPACES: Final = r"[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"

# SentencePiece's nmt_nfkc rules are NFKC but for the full-width tilde, which stays as it is. It
# stands in every printed range (90%～95%), so it waits in a private-use character.
_FULL_WIDTH_TILDE: Final = "\uff5e"
_SHELTER: Final = "\ue000"


def build_tokenizer(vocabulary: Vocabulary, positions: int) -> Tokenizer:
    """Build the tokenizer; texts are cut to ``positions`` tokens, ``<s>`` and ``</s>`` included."""
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_CONTROLS), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.Replace(_FULL_WIDTH_TILDE, _SHELTER),
            normalizers.NFKC(),
            normalizers.Replace(_SHELTER, _FULL_WIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    first, last = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        special_tokens=[(first, vocabulary.bos), (last, vocabulary.eos)],
    )
    tokenizer.enable_truncation(positions)
    tokenizer.enable_padding(pad_id=vocabulary.pad, pad_token=vocabulary.pieces[vocabulary.pad])
    return tokenizer

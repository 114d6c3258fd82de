"""Text encodings of published Chinese files: UTF-8, GB18030 (with GBK, GB2312), UTF-16."""

import codecs

from kg.errors import UnreadableDocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A damaged UTF-8 file has few bad places; GB18030 text taken for UTF-8 is bad nearly everywhere.
_DAMAGE_SHARE = 0.02
_LAYOUT_CONTROLS = frozenset("\t\n\r")
# Word's soft break, a page break, the end mark of DOS: they separate, and XML cannot hold them.
_BREAKS = dict.fromkeys(map(ord, "\f\v\x1a"), " ")


def decode(data: bytes, name: str) -> str:
    """Decode a text file; raises ``UnreadableDocumentError`` with the byte that stopped it."""
    text = _decode_strictly(data, name).translate(_BREAKS)
    stray = next((c for c in text if c < " " and c not in _LAYOUT_CONTROLS), None)
    if stray is not None:
        line = text.count("\n", 0, text.index(stray)) + 1
        raise UnreadableDocumentError(
            f"{name}: row {line}",
            f"the character U+{ord(stray):04X} does not occur in text; "
            "the file is binary or damaged: download it again or save it as UTF-8 text",
        )
    return text


def _decode_strictly(data: bytes, name: str) -> str:
    encoding = _encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            name,
            f"byte {error.start} is not valid {encoding.upper()}; "
            "the file is damaged or in another encoding: save it as UTF-8 text",
        ) from error


def _encoding_of(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if b"\n\0" in data or b"\0\n" in data:
        return _utf16_without_bom(data)
    mended = data.decode("utf-8", errors="replace")
    bad = mended.count("\ufffd")
    return "utf-8" if bad <= len(mended) * _DAMAGE_SHARE else "gb18030"


def _utf16_without_bom(data: bytes) -> str:
    """Tell the byte order by the ASCII characters: their zero byte is the second one in LE."""
    little = data[1::2].count(0) >= data[0::2].count(0)
    return "utf-16-le" if little else "utf-16-be"

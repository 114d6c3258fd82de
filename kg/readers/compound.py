"""Compound files (复合文档, OLE; [MS-CFB]): which streams and storages one of them names."""

_ENTRY = 128
_LENGTH_AT = 64


def names_entry(data: bytes, name: str) -> bool:
    """Whether an entry of a directory has this name: texts of a document may hold it as well.

    Entries are found without the chain of sectors, which a damaged file may have lost: they begin
    at multiples of their size, and tell the size of their name (2.6.1).
    """
    field = name.encode("utf-16-le") + b"\0\0"
    at = data.find(field)
    while at >= 0:
        size = data[at + _LENGTH_AT : at + _LENGTH_AT + 2]
        if at % _ENTRY == 0 and int.from_bytes(size, "little") == len(field):
            return True
        at = data.find(field, at + 1)
    return False

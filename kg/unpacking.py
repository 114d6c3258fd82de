"""The bytes of one member of a zip archive, and no more of them than its directory states.

``ZipFile.read`` unpacks all that is packed before it cuts it to the stated size: a member that
states 100 bytes may take up any memory.
"""

import zipfile
from copy import copy

# What is unpacked at once. Other methods than deflate give whole blocks: their limit is the memory
# of the process that reads.
_PIECE = 4096
_MORE_THAN_ANY = 1 << 62


def member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack a member. Raises ``BadZipFile`` where it holds more than it states, or is damaged."""
    unbounded = copy(info)
    # With the stated size zipfile would stop there, and take what is missing for a wrong checksum.
    unbounded.file_size = _MORE_THAN_ANY
    data = bytearray()
    with archive.open(unbounded) as content:
        while piece := content.read(_PIECE):
            data += piece
            if len(data) > info.file_size:
                raise zipfile.BadZipFile(
                    f"its member {info.filename} holds more than the {info.file_size:,} bytes "
                    "that it states"
                )
    return bytes(data)

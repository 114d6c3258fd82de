"""Validation of what clients keep (RFC 9110 §8.8 and §13): the same release, the same answer."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from kg.release import Release
from kg.software import software

# Kept answers are used again only after asking: a new release may come at any moment.
CACHE_CONTROL: Final = "no-cache"


def entity_tag(release: Release, *request: str | Sequence[str] | None) -> str:
    """The weak entity tag of an answer that depends on the release and ``request`` alone."""
    key = json.dumps([release.id, software(), *request])
    return f'W/"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether a client that sent this ``If-None-Match`` has the answer with this tag."""
    known = {item.strip().removeprefix("W/") for item in (if_none_match or "").split(",")}
    return tag.removeprefix("W/") in known

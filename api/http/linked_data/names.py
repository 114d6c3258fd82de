"""Where IRIs lead (链接): which ones this server answers for, at which path; their short forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import ontology


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one release: ``base`` of its data, ``root`` of the paths of this server.

    The ontology and its concepts have their own home, the same for every base.
    """

    base: str
    root: str

    def candidates(self, *paths: str) -> Iterator[str]:
        """The IRIs that a path below the root may stand for, the data's first.

        A base with a path of its own is left out of the path by a proxy, or is part of it.
        """
        origin = "/".join(self.base.split("/", 3)[:3])
        for path in dict.fromkeys(paths):
            yield from dict.fromkeys((self.base + path, f"{origin}/{path}", ontology.HOME + path))

    def href(self, iri: str) -> str | None:
        """Where a page links for an IRI: to a path here or into the web; None for anything else."""
        for home in (self.base, ontology.HOME):
            if iri.startswith(home):
                return self.root + quoted(iri.removeprefix(home))
        return iri if iri.startswith(("http://", "https://")) else None

    def path(self, iri: str) -> str:
        """How an IRI without a name is shown: without the base, else shortened."""
        is_ours = iri.startswith(self.base)
        return iri.removeprefix(self.base) if is_ours else ontology.shortened(iri)


def quoted(path: str) -> str:
    """A path of an IRI as a URL writes it; what is percent-encoded stays so."""
    return quote(path, safe="/#?&=;:@!$'()*+,~%")


def full(name: str) -> str:
    """The IRI of a prefixed name. Raises KeyError for another prefix than ours."""
    prefix, _, local = name.partition(":")
    return ontology.PREFIXES[prefix] + local


def with_prefixes(query: str) -> str:
    """The query with a declaration of each of our prefixes that it uses."""
    used = [name for name in ontology.PREFIXES if re.search(rf"(?<![\w:/]){name}:\w", query)]
    return f"{ontology.prologue(used)}\n{query.strip()}"

"""RDF/XML before it is parsed: well-formed to its end, nothing that multiplies or fetches.

The engine takes a file that is cut off for a whole one, tells no position, and slows down with the
square of the depth. Entities (实体) are how OWL files abbreviate IRIs, so that short ones stay.
"""

from xml.parsers import expat

from kg.errors import UnreadableDocumentError

_DEPTH = 256  # as libxml2 has it for the XML of all other documents
_ENTITY_CHARACTERS = 1_000  # the longest IRIs of namespaces have some 100


class _Check:
    """Follows the parser through one document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def refusal(self, reason: str, line: int | None = None, column: int = 0) -> Exception:
        line = self.parser.CurrentLineNumber if line is None else line
        column = column or self.parser.CurrentColumnNumber + 1
        return UnreadableDocumentError(f"{self._name}, line {line}, column {column}", reason)

    def _start(self, _: str, __: object) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise self.refusal(f"its XML is more than {_DEPTH} levels deep; save it flatter")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _entity(self, entity: str, parameter: bool, value: str | None, *_: object) -> None:
        if parameter or value is None or "&" in value or len(value) > _ENTITY_CHARACTERS:
            raise self.refusal(
                f"its entity {entity} is external, long or made of others, which may harm the "
                "reader; save the file without entities"
            )


def refuse_harmful_xml(data: bytes, name: str) -> None:
    """Raise UnreadableDocumentError for XML that is damaged, deep or has such entities."""
    check = _Check(name)
    try:
        check.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = f"this is no well-formed XML ({expat.ErrorString(error.code)}); correct it there"
        raise check.refusal(reason, error.lineno, error.offset + 1) from error
    except ValueError as error:
        # Of encodings in several bytes; the engine reads UTF-8 alone.
        raise check.refusal("its encoding is not UTF-8; save it as UTF-8") from error

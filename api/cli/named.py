"""Named queries of the command line: the list of them, and the text of one with its arguments."""

from collections.abc import Sequence

from api.cli.show import show_json, show_table
from kg.errors import InvalidRequestError
from kg.jsonform import question_to_json
from kg.questions import question_named, questions


def named_query_text(name: str, pairs: Sequence[str]) -> str:
    """The query of that name with arguments ``key=value``. Raises InvalidRequestError."""
    arguments: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or key in arguments:
            reason = "is given twice" if sign else "is no argument; write key=value"
            raise InvalidRequestError(key, reason)
        arguments[key] = value
    return question_named(name).query(arguments)


def show_questions(json: bool) -> None:
    """List the named queries with what they ask and their parameters."""
    if json:
        show_json([question_to_json(question) for question in questions().values()])
        return
    show_table(
        ["name", "问题", "question", "parameters"],
        [
            [
                question.name,
                question.zh,
                question.en,
                ", ".join(
                    p.name if p.default is None else f"{p.name}={p.default}"
                    for p in question.parameters
                ),
            ]
            for question in questions().values()
        ],
    )

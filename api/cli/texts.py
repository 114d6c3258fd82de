"""Texts that a command is given: what is no text is told before anything is done with it."""

from kg.errors import InvalidRequestError


def text_of(data: bytes, where: str) -> str:
    """UTF-8 with or without a byte order mark. Raises InvalidRequestError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequestError(
            where,
            f"is not UTF-8 at byte {error.start}; convert it, as with `iconv -f gb18030 -t utf-8`",
        ) from error


def checked_text(argument: str | None) -> str | None:
    """An argument as it is; raises InvalidRequestError where its bytes were no UTF-8."""
    if argument is not None:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError(
                "argument", f"is not UTF-8 at character {error.start}"
            ) from error
    return argument


def checked_texts(arguments: list[str] | None) -> list[str] | None:
    """Arguments as they are; raises like :func:`checked_text`."""
    for argument in arguments or ():
        checked_text(argument)
    return arguments

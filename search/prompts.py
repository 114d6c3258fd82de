"""What is put before a text so that a model knows a question from a passage."""

import re
from dataclasses import dataclass
from typing import Final, Self

_E5: Final = re.compile(r"(?:^|[^a-z0-9])e5(?:[^a-z0-9]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Prompts:
    """The text before a query and before a passage."""

    query: str = ""
    passage: str = ""

    @classmethod
    def of_model_named(cls, name: str) -> Self:
        """The prompts of a model that states none.

        E5 models were trained with ``query: `` and ``passage: `` (https://arxiv.org/abs/2212.03533)
        and most copies of them do not say so; the instruct models of that family take none before a
        passage and a task of the user's choice before a query.
        """
        if _E5.search(name) and "instruct" not in name.lower():
            return cls("query: ", "passage: ")
        return cls()

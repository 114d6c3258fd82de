"""Labels and names with what departments print around them (修饰), and their plain forms."""

from dataclasses import dataclass

from benchmarks.corpus.manners import Manner
from benchmarks.corpus.plain_text import level_codes
from benchmarks.corpus.words import words
from kg.model import Indicator


@dataclass(frozen=True, slots=True)
class LevelLabels:
    """The labels of both levels, as they should be read and as they are printed."""

    plain1: str
    plain2: str
    printed1: str
    printed2: str


def level_labels(indicator: Indicator, manner: Manner) -> LevelLabels:
    """The labels of an indicator in a document's spelling and dressing."""
    plain1, plain2 = indicator.level1, indicator.level2
    code1, code2 = level_codes()[plain1, plain2]
    score = words()["weights"][plain1]
    if manner.spelling == "alias":
        plain1, plain2 = _alias(plain1), _alias(plain2)
    printed = {
        "plain": (plain1, plain2),
        "code": (f"{code1}-{plain1}", f"{code2}-{plain2}"),
        "score": (f"{plain1}（{score}分）", plain2),
        "bracketed": (f"{plain1}({score})分", f"{plain2}(0-20)分"),
        "mark": (plain1, f"★{plain2}"),
    }
    return LevelLabels(plain1, plain2, *printed[manner.labels])


def printed_name(name: str, number: int, manner: Manner) -> str:
    """An indicator's name with the dressing of its document; a name that says none stays so."""
    if name in ("", "无"):
        return name
    printed = {
        "plain": name,
        "numbered": f"指标{number}：{name}",
        "star": f"★{name}",
        "asterisk": f"*{name}",
        "code": f"【8120{number:02}】{name}",
        "template": f"{name}（≥**个）" if number % 2 else name,
    }
    return printed[manner.names]


def coded(body: str, manner: Manner) -> str:
    """A department or unit behind its code: [096] 【812】 219- (433)."""
    digits = iter("812033219433")
    code = "".join(next(digits) if sign == "#" else sign for sign in manner.codes)
    return code + body


def _alias(label: str) -> str:
    aliases: dict[str, str] = words()["aliases"]
    return aliases.get(label, label)

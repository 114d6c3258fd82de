"""Joining the lines of a cell again (折行): a line break in a cell is a wrap, not a new line."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.readers.page.lines import Piece

# What begins a line of its own: 1. / 2、/ （3）/ ④ / 一、/ （二）/ 目标1：/ 第三，
_ITEM = re.compile(
    r"\d{1,2}(?:[.．](?!\d)|[、)）])|[(（]\d{1,2}[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|(?:目标|指标|任务|措施|内容)\s?\d{1,2}\s?[:：]|第[一二三四五六七八九十]{1,2}[,，、:：]"
)
# After these an enumeration within a sentence goes on: 完成1、2、3号渠.
_GOES_ON = ("、", "，", ",", "第", "(", "（")
_WORD_END = re.compile(r"[A-Za-z0-9,.;:!?)%]\Z")
_WORD_START = re.compile(r"[A-Za-z0-9(]")


def joined(lines: Sequence[Piece], right: float) -> str:
    """The text of a cell from its lines; ``right`` is the cell's right edge.

    Items of an enumeration begin new lines; Chinese joins without a space, words with one.
    """
    if not lines:
        return ""
    padding = min(right - line.x1 for line in lines)
    texts = [lines[0].text]
    for above, line in pairwise(lines):
        room = right - padding - above.x1
        texts.append(_joint(above, line, room))
        texts.append(line.text)
    return "".join(texts)


def _joint(above: Piece, line: Piece, room: float) -> str:
    """What stands between two lines; ``room`` is what was left free at the end of the first."""
    if _ITEM.match(line.text) and not above.text.endswith(_GOES_ON):
        return "\n"
    if not (_WORD_END.search(above.text) and _WORD_START.match(line.text)):
        return ""
    if above.spaced:
        return " "
    number = above.text[-1] in "0123456789.," and line.text[0].isdigit()
    # A number that was broken for want of room has filled its line.
    return "" if number and room < line.size / 2 else " "

"""Pages whose text runs up, down or upside down (旋转页): their marks are turned upright."""

from collections.abc import Callable

Box = tuple[float, float, float, float]


def quarter_of(matrix: tuple[float, ...]) -> int | None:
    """How many quarters a text's direction is turned to the left; None where it is slanted."""
    a, b = matrix[:2]
    if abs(a) > 10 * abs(b):
        return 0 if a > 0 else 2
    if abs(b) > 10 * abs(a):
        return 1 if b > 0 else 3
    return None


def turned(quarter: int, width: float, height: float) -> Callable[[Box], Box]:
    """How a box (x0, top, x1, bottom) lies after the page was turned so that text is upright."""
    turns: tuple[Callable[[Box], Box], ...] = (
        lambda box: box,
        lambda box: (height - box[3], box[0], height - box[1], box[2]),
        lambda box: (width - box[2], height - box[3], width - box[0], height - box[1]),
        lambda box: (box[1], width - box[2], box[3], width - box[0]),
    )
    return turns[quarter]

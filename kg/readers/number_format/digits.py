"""Numbers by the placeholders of a format: fixed and optional digits, thousands, exponents."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import takewhile

from kg.readers.number_format.code import Kind, Section, Token
from kg.readers.number_format.numerals import counted, spelled

# Floats have at most 309 digits before the point; format codes are at most 255 characters long.
_EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
_TWELVE = Context(prec=12, rounding=ROUND_HALF_UP)
# Up to here whole numbers are exact in Excel; beyond it they are shown with an exponent anyway.
_WHOLE = Decimal(10) ** 15
_LONGEST_EXPONENT = 20
_FILLERS = {"0": "0", "?": " ", "#": ""}


def decimal_of(value: float) -> Decimal:
    """The number that Excel keeps of a float: 15 significant digits."""
    return Decimal(f"{value:.15g}")


def general(number: Decimal) -> str:
    """The format General: at most 12 significant digits, whole numbers in full.

    A narrow column would show fewer digits; how wide the font is cannot be known.
    """
    whole = number == number.to_integral_value() and abs(number) < _WHOLE
    rounded = number if whole else number.normalize(_TWELVE)
    if abs(rounded.adjusted()) > _LONGEST_EXPONENT and rounded:
        return f"{rounded:E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(section: Section, number: Decimal) -> str:
    """Print the size of a number (never its sign) as a section without date tokens says."""
    number = abs(number)
    if section.has(Kind.GENERAL, Kind.TEXT):
        text = _counted(general(number), section.numerals)
        kinds = (Kind.GENERAL, Kind.TEXT)
        return "".join(text if t.kind in kinds else t.text for t in section.tokens)
    if not section.has(Kind.DIGIT):
        return "".join(t.text for t in section.tokens)
    if section.has(Kind.SLASH):
        return general(number)
    fill = _scientific if section.has(Kind.EXPONENT) else _fixed
    return spelled(fill(section.tokens, number), section.numerals)


def _counted(text: str, numerals: int) -> str:
    whole, point, fraction = text.partition(".")
    if not numerals or not whole.isdigit():
        return text
    return counted(int(whole), numerals) + point + spelled(fraction, numerals)


def _fixed(tokens: Sequence[Token], number: Decimal) -> str:
    point = next((n for n, t in enumerate(tokens) if t.kind is Kind.POINT), len(tokens))
    thousands = _closing_commas(tokens[:point]) + _closing_commas(tokens[point:])
    percents = sum(1 for t in tokens if t.kind is Kind.PERCENT)
    places = sum(1 for t in tokens[point:] if t.kind is Kind.DIGIT)
    scaled = number.scaleb(2 * percents - 3 * thousands, _EXACT)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    whole, _, fraction = f"{rounded:f}".partition(".")
    commas = sum(1 for t in tokens[:point] if t.kind is Kind.COMMA)
    separator = "," if commas > _closing_commas(tokens[:point]) else ""
    left = _whole(tokens[:point], whole.lstrip("0"), separator)
    return left + _fraction(tokens[point:], fraction)


def _closing_commas(tokens: Sequence[Token]) -> int:
    """The commas that no digit follows: each divides by 1,000, the others group digits."""
    closing = takewhile(lambda t: t.kind is not Kind.DIGIT, reversed(tokens))
    return sum(1 for t in closing if t.kind is Kind.COMMA)


def _whole(tokens: Sequence[Token], digits: str, separator: str) -> str:
    """Fill the placeholders before the point from the right; the first takes what is left."""
    text, count = "", 0
    places = sum(1 for t in tokens if t.kind is Kind.DIGIT)
    for token in reversed(tokens):
        if token.kind is not Kind.DIGIT:
            text = ("" if token.kind is Kind.COMMA else token.text) + text
            continue
        places -= 1
        taken = digits if not places else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or _FILLERS[token.text]):
            third = count and count % 3 == 0 and digit != " "
            text = digit + (separator if third else "") + text
            count += 1
    return text if count or places else digits + text


def _fraction(tokens: Sequence[Token], digits: str) -> str:
    """Fill the placeholders after the point; a point that no digit follows is left off."""
    places = [t.text for t in tokens if t.kind is Kind.DIGIT]
    pairs = list(zip(places, digits, strict=True))
    idle = len(list(takewhile(lambda pair: pair[0] != "0" and pair[1] == "0", reversed(pairs))))
    kept = len(pairs) - idle
    fill = iter([d for _, d in pairs[:kept]] + [_FILLERS[p] for p in places[kept:]])
    return "".join(_after_point(tokens, fill, "." if kept else ""))


def _after_point(tokens: Iterable[Token], fill: Iterator[str], point: str) -> Iterator[str]:
    for token in tokens:
        if token.kind is Kind.DIGIT:
            yield next(fill)
        elif token.kind is Kind.POINT:
            yield point
        elif token.kind is not Kind.COMMA:
            yield token.text


def _scientific(tokens: Sequence[Token], number: Decimal) -> str:
    """As many digits before the point as placeholders: ``##0.0E+0`` counts in thousands."""
    at = next(n for n, t in enumerate(tokens) if t.kind is Kind.EXPONENT)
    mantissa, power = tokens[:at], tokens[at + 1 :]
    before = takewhile(lambda t: t.kind is not Kind.POINT, mantissa)
    step = max(1, sum(1 for t in before if t.kind is Kind.DIGIT))
    places = sum(1 for t in mantissa if t.kind is Kind.DIGIT) - step
    exponent = _exponent(number, step)
    rounded = number.scaleb(-exponent, _EXACT).quantize(Decimal(1).scaleb(-places), context=_EXACT)
    if rounded.adjusted() >= step and number:
        exponent = _exponent(rounded.scaleb(exponent, _EXACT), step)
    sign = "-" if exponent < 0 else tokens[at].text[1].replace("-", "")
    digits = _whole(power, str(abs(exponent)), "")
    return _fixed(mantissa, number.scaleb(-exponent, _EXACT)) + "E" + sign + digits


def _exponent(number: Decimal, step: int) -> int:
    return number.adjusted() // step * step if number else 0

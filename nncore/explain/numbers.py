"""How numbers are written and read. ui/canvas/format.js does the same, and tests/numbers.json holds both to it.

The rule: take the decimal digits that name the number (the fewest that no other double shares: 0.1, not
0.1000000000000000055), round them to three, half away from zero, but never round away what stands before the decimal
point. Zeros at the end are left out when the text is exact, so "0.5" is one half and "0.500" something near it. Below
0.0001 and from a million on, a power of ten follows: 1.23 × 10⁻⁵. The minus sign is a true one.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

DIGITS = 3
"""Significant digits on screen."""

ALL_DIGITS = 17
"""With this many significant digits every number is written in full, and reads back to the last bit."""

EXACT = 1e-12
"""A number whose written digits are off by less than this share counts as exact: 0.1 + 0.2 is written as = 0.3."""

SMALLEST, LARGEST = 1e-4, 1e6
"""Below the one and from the other on, numbers are written with a power of ten."""

SUPERSCRIPTS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Shown(NamedTuple):
    """A number as it is shown.

    text: what is written. value: the number that the text says. exact: whether that is the whole number.
    unit: the size of one in the last written place.
    """

    text: str
    value: float
    exact: bool
    unit: float


def format_number(value: float, digits: int = DIGITS) -> str:
    """A number with up to `digits` significant digits: 0.123, −8, 52.5, 1.23 × 10⁻⁵, NaN, ∞."""
    return show_number(value, digits).text


def equals(value: float, digits: int = DIGITS) -> str:
    """The sign to write before a number: "=" when its shown digits are exact, "≈" when they are rounded."""
    return "=" if show_number(value, digits).exact else "≈"


def show_number(value: float, digits: int = DIGITS) -> Shown:
    """A number with up to `digits` significant digits, and what this text says."""
    return show_decimals(value, decimals_for(value, digits))


def decimals_for(value: float, digits: int) -> int:
    """How many places after the decimal point give that many significant digits; may be negative."""
    if value == 0 or not math.isfinite(value):
        return 0
    number = _decimal(float(value))
    decimals = digits - 1 - number.adjusted()
    return digits - 1 - _rounded(number, decimals).adjusted()  # 9.996 is 10.0, with one place less


def show_decimals(value: float, decimals: int) -> Shown:
    """A number with that many places after the decimal point (negative: rounded to tens, hundreds …)."""
    value = float(value)
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
        return Shown(text, value, True, 1.0)
    number = _decimal(value)
    small, large = 0 < abs(value) < SMALLEST, abs(value) >= LARGEST
    if not small:  # at least one digit, and all that stand before the decimal point
        decimals = max(decimals, decimals_for(value, 1) if large else 0)
    rounded = _rounded(number, decimals)
    shown = float(rounded)
    exact = abs(shown - value) <= EXACT * abs(value)
    if exact:
        rounded = rounded.normalize()
    if not shown:
        text = "0"
    elif small or large:
        exponent = rounded.adjusted()
        digits, power = f"{rounded.scaleb(-exponent):f}", f"10{str(exponent).translate(SUPERSCRIPTS)}"
        text = {"1": power, "-1": f"-{power}"}.get(digits, f"{digits} × {power}")
    else:
        text = f"{rounded:f}"
    return Shown(text.replace("-", "−"), shown, exact, 10.0**-decimals)


@lru_cache(maxsize=1024)
def _decimal(value: float) -> Decimal:
    """The number that the fewest digits name which no other double shares."""
    return Decimal(repr(value)).normalize()


def _rounded(number: Decimal, decimals: int) -> Decimal:
    if decimals >= ALL_DIGITS - 1 - number.adjusted():
        return number
    return number.quantize(Decimal((0, (1,), -decimals)), ROUND_HALF_UP)


_MANTISSA = "|".join(
    (
        r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+",
        r"[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*",
        r"[0-9]{1,3}(?:\s[0-9]{3})+(?:[.,][0-9]*)?",
    )
)
_POWER = r"10(?:\^([+-]?[0-9]+)|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
NUMBER = re.compile(rf"([+-]?)\s*(?:({_MANTISSA})(?:[eE]([+-]?[0-9]+)|\s*[×x*·]\s*{_POWER})?|{_POWER})")
"""What is read as a number, with - for the minus sign: 0.5, 0,5, 1,234,567, 12 500, 1e-3, 1.2 × 10⁻³, 10^6."""


def read_number(text: str) -> float:
    """The number somebody typed, in every form that we write and the usual others. Raises ValueError with the remedy.

    A single comma is a decimal one; with a second comma or a point after them, commas group thousands.
    """
    found = NUMBER.fullmatch(str(text).strip().replace("−", "-"))
    if found:
        sign, mantissa, *powers = found.groups()
        power = next((power for power in powers if power), "0").translate(PLAIN)
        value = float(f"{sign}{_plain(mantissa or '1')}e{power}")
        if math.isfinite(value):
            return value
    raise ValueError(f"{str(text)[:40]!r} is not a number; write it like −0.5 or 1.2e-3")


def _plain(mantissa: str) -> str:
    """Digits with a decimal point at most."""
    mantissa = re.sub(r"\s", "", mantissa)
    grouped = mantissa.count(",") > 1 or "." in mantissa
    return mantissa.replace(",", "" if grouped else ".")


def read_whole(text: str) -> int:
    """The whole number somebody typed, where 1,234 has its thousands marked. Raises ValueError with the remedy."""
    plain = str(text).strip()
    value = read_number(plain.replace(",", "") if re.fullmatch(r"[−-]?[1-9][0-9]{0,2}(,[0-9]{3})+", plain) else plain)
    if value % 1:
        raise ValueError(f"{plain[:40]!r} is not a whole number; write it like 20")
    return int(value)

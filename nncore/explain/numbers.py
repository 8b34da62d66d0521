"""How numbers are written: true minus sign, three significant digits, `=` or `≈`."""

import math
from decimal import Decimal
from typing import NamedTuple

DIGITS = 3
"""Significant digits on screen; the part before the decimal point is always written in full."""

EXACT = 1e-12
"""A number whose shown digits are off by less than this share counts as exact: 0.1 + 0.2 is shown as = 0.3."""

SMALLEST, LARGEST = 1e-4, 1e6
"""Outside of these, numbers are written with a power of ten: 1.23 × 10⁻⁵."""

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
    """A number with so many significant digits: 0.123, −8, 52.5, 1.23 × 10⁻⁵, NaN, ∞."""
    return show_number(value, digits).text


def equals(value: float, digits: int = DIGITS) -> str:
    """The sign to write before a number: "=" when its shown digits are exact, "≈" when they are rounded."""
    return "=" if show_number(value, digits).exact else "≈"


def show_number(value: float, digits: int = DIGITS) -> Shown:
    """A number with so many significant digits, and what this text says."""
    return show_decimals(value, decimals_for(value, digits))


def decimals_for(value: float, digits: int) -> int:
    """How many places after the decimal point give so many significant digits; may be negative."""
    if value == 0 or not math.isfinite(value):
        return 0
    return digits - 1 - int(f"{value:.{digits - 1}e}".partition("e")[2])


def show_decimals(value: float, decimals: int) -> Shown:
    """A number with so many places after the decimal point (negative: rounded to tens, hundreds …)."""
    value = float(value)
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
        return Shown(text, value, True, 1.0)
    if 0 < abs(value) < SMALLEST or abs(value) >= LARGEST:
        exponent = Decimal(repr(value)).adjusted()  # of 1e-23 as it reads: it is stored a little below
        if decimals + exponent < 0 and exponent < 0:  # smaller than the last place: it or nothing
            if abs(value) < 0.5 * 10.0**-decimals:
                return Shown("0", 0.0, False, 10.0**-decimals)
            return show_decimals(math.copysign(float(f"1e{-decimals}"), value), decimals)._replace(exact=False)
        places = max(decimals + exponent, 0)
        digits, shown = _written(places, Decimal(value).scaleb(-exponent))
        if abs(shown) == 10:  # rounded up to the next power of ten
            exponent, places, shown = exponent + 1, places + 1, shown / 10
            digits = f"{shown:.{places}f}"
        power = f"10{str(exponent).translate(SUPERSCRIPTS)}"
        text = power if digits == "1" else f"−{power}" if digits == "-1" else f"{digits} × {power}"
        shown *= Decimal(10) ** exponent
        unit = 10.0 ** (exponent - places)
    else:
        places = max(decimals, 0)
        text, shown = _written(places, Decimal(value))
        text, unit = text or "0", 10.0**-places
    return Shown(text.replace("-", "−"), float(shown), _close(float(shown), value), unit)


def _written(places: int, number: Decimal) -> tuple[str, Decimal]:
    """The digits, without the zeros that say nothing when they are exact; "" for a zero."""
    text = f"{number:.{places}f}"
    shown = Decimal(text)
    if shown == 0:
        return "", Decimal(0)
    exact = abs(number - shown) <= abs(number) * Decimal(EXACT)
    if "." in text and exact:
        text = text.rstrip("0").rstrip(".")
    return text, shown


def _close(shown: float, value: float) -> bool:
    return abs(shown - value) <= EXACT * abs(value)


def read_number(text: str) -> float:
    """The number somebody typed: −0.5, 0,5, 1.2e-3 and 1.2 × 10⁻³ alike. Raises ValueError with the remedy."""
    plain = str(text).strip().replace("−", "-").replace(" ", "").replace("∞", "inf")
    mantissa, times, power = plain.partition("×")
    if not times and plain.lstrip("-").startswith("10") and plain[-1:] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        mantissa, power = ("-1" if plain[0] == "-" else "1"), plain.lstrip("-")
    try:
        if power:
            if not power.startswith("10"):
                raise ValueError
            return float(f"{mantissa}e{int(power[2:].lstrip('^').translate(PLAIN))}")
        if mantissa.count(",") == 1 and "." not in mantissa:
            mantissa = mantissa.replace(",", ".")
        return float(mantissa)
    except (ValueError, OverflowError):
        raise ValueError(f"{str(text)[:40]!r} is not a number; write it like −0.5 or 1.2e-3") from None

"""Numbers that prove themselves: identity numbers (GB 11643-1999) and bank cards (ISO/IEC 7812-1)."""

from __future__ import annotations

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
REGIONS = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
_LATEST_YEAR = 2030
ID_LENGTH = 18


def valid_id(number: str) -> bool:
    """GB 11643: 17 digits and a check digit, a real date of birth, a known first division."""
    return born(number[6:14]) and number[:2] in REGIONS and check_digit(number) == number[17].upper()


def check_digit(number: str) -> str:
    """The check digit that belongs to the first 17 digits of an identity number."""
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def born(day: str) -> bool:
    """True when eight digits are a date on which somebody alive may have been born."""
    try:
        return 1880 <= date(int(day[:4]), int(day[4:6]), int(day[6:])).year <= _LATEST_YEAR
    except ValueError:
        return False


def luhn(number: str) -> bool:
    """The check sum of bank cards; False for anything but digits, such as an identity number that ends in X."""
    if not number.isdecimal():
        return False
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0

"""Check digits of identifiers: they catch a mistyped or transposed digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

# ROR identifiers are written in Crockford's base 32.
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def isni(value: str) -> bool:
    """ISO/IEC 7064 MOD 11-2, over 16 digits that may stand in groups (ISO 27729).

    >>> isni("0000 0001 2143 0876"), isni("0000 0001 2143 0867")
    (True, False)
    """
    digits = value.replace(" ", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total) % 11]


def issn(value: str) -> bool:
    """Modulus 11 with the weights 8 to 2 (ISO 3297).

    >>> issn("2074-0581"), issn("2047-0581")
    (True, False)
    """
    digits = value.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits[:-1], strict=True))
    return digits[-1] == "0123456789X"[-total % 11]


def lei(value: str) -> bool:
    """ISO/IEC 7064 MOD 97-10, a letter counting from A = 10 (ISO 17442).

    >>> lei("0T1CG46EXJPKIM1GY234"), lei("0T1CG46EXJPKIM1GY243")
    (True, False)
    """
    return int("".join(str(int(character, 36)) for character in value)) % 97 == 1


def luhn(value: str) -> bool:
    """Every second digit from the right doubled; the sum of all digits is a multiple of ten (ISO/IEC 7812-1).

    >>> luhn("81449956200019"), luhn("81449956200091")
    (True, False)
    """
    return sum(sum(divmod(int(digit) * (1 + i % 2), 10)) for i, digit in enumerate(reversed(value))) % 10 == 0


def ror(value: str) -> bool:
    """ISO/IEC 7064 MOD 97-10 over the last nine characters, of which seven are a number in base 32.

    >>> ror("https://ror.org/02emvsg33"), ror("https://ror.org/02emvgs33")
    (True, False)
    """
    number = 0
    for character in value[-9:-2]:
        number = number * 32 + _CROCKFORD.index(character)
    return (number * 100 + int(value[-2:])) % 97 == 1


CHECK_DIGITS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"isni": isni, "issn": issn, "lei": lei, "luhn": luhn, "ror": ror}
)

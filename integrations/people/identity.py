"""Who is the same person: by email, else by phone, else by name and company. Pure; knows no file and no store.

A phone is compared as E.164 (ITU-T), read in its owner's country where it is written as one calls there:
`070-123 45 67` of somebody in Sweden is `+46701234567`. What is no number there is compared by its digits.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, Protocol

_INTERNATIONAL: Final = re.compile(r"^\s*00")


class Named(Protocol):
    """Somebody with a name and, maybe, ways to be reached."""

    @property
    def name(self) -> str:
        """The whole name."""
        ...

    @property
    def company(self) -> str | None:
        """The firm."""
        ...

    @property
    def phone(self) -> str | None:
        """A number, as people write it."""
        ...

    @property
    def email(self) -> str | None:
        """An address."""
        ...


class Keys(NamedTuple):
    """What a person is compared by."""

    email: str | None
    phone: str | None
    name: str


def keys_of(who: Named, near: str | None = None) -> Keys:
    """Return what a person is compared by: email and name without case, the phone as E.164.

    Args:
        who: The person; a `country` counts too, where there is one.
        near: The country (ISO 3166) in which a national number is read where the person's own is not known.
    """
    email = who.email.strip().casefold() if who.email else None
    name = f"{' '.join(who.name.split())} · {' '.join((who.company or '').split())}"
    return Keys(email or None, number_of(who.phone, getattr(who, "country", None) or near), name.casefold())


def number_of(phone: str | None, country: str | None) -> str | None:
    """Return a phone number as E.164, or, where it is none in that country, as its digits; nothing for none.

    >>> number_of("070-123 45 67", "SE"), number_of("070-123 45 67", None)
    ('+46701234567', '0701234567')
    """
    written = digits(phone)
    if written is None or not (country or written.startswith("+")):
        return written
    import phonenumbers  # its table of the world's numbers is read only where somebody is compared

    try:
        number = phonenumbers.parse(_INTERNATIONAL.sub("+", phone or "").replace("(0)", ""), country)
    except phonenumbers.NumberParseException:
        return written
    if not phonenumbers.is_possible_number(number):
        return written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def digits(phone: str | None) -> str | None:
    """Return a phone number as its digits, `00` in front as `+`; nothing for none.

    >>> digits("0046 (0)70-123 45 67")
    '+46701234567'
    """
    number = _INTERNATIONAL.sub("+", phone or "").replace("(0)", "").strip()
    found = re.sub(r"\D", "", number)
    return f"+{found}" if found and number.startswith("+") else found or None


def are_same(one: Keys, other: Keys) -> bool:
    """Whether two are one person; a number or an address that changed does not make two of one.

    Different emails are different people, unless phone and name say otherwise. One phone number behind two names
    that share no word is the firm's.
    """
    same_phone = one.phone is not None and one.phone == other.phone
    if one.email and other.email:
        return one.email == other.email or (same_phone and _who(one.name) == _who(other.name))
    if same_phone:
        return bool(set(_who(one.name).split()) & set(_who(other.name).split()))
    return one.name == other.name


def _who(name: str) -> str:
    return name.partition(" · ")[0]

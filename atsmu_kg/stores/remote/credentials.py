"""Who asks an endpoint: in the requests to it, and nowhere else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping

from atsmu_kg.errors import ParameterError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from urllib.request import BaseHandler


class Secret(str):
    """A text that no repr shows, and so no report of an error with the values of its frames."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


class Address(str):
    """A URL that a caller gave: no repr shows the user and the password in it.

    >>> Address("http://ibn-sina:s3cret@localhost:3030/ds/sparql")
    'http://***@localhost:3030/ds/sparql'
    """

    __slots__ = ()

    def __repr__(self) -> str:
        before, at, after = self.rpartition("@")
        shown = f"{before.partition('//')[0]}//***{at}{after}" if at else after
        return str.__repr__(shown)


class Credentials:
    """What proves who asks. Its secrets are in no repr, and ``hide`` takes them out of a text."""

    __slots__ = ("_secrets",)

    def __init__(self, *secrets: str) -> None:
        secrets = tuple(map(Secret, secrets))
        marks = [ord(mark) for secret in secrets for mark in secret]
        if any(mark < 32 or mark == 127 for mark in marks):
            raise ParameterError(
                "a user, password or token holds a control character",
                advice="Look for a line break that was read along with it.",
            )
        if any(0xD800 <= mark < 0xE000 for mark in marks):
            raise ParameterError(
                "a user, password or token holds half of a character",
                advice="Read it as UTF-8; it was read in a wrong encoding.",
            )
        self._secrets = secrets

    def headers(self) -> dict[str, str]:
        """The headers that say who asks."""
        return {}

    def handlers(self, url: str) -> list[BaseHandler]:
        """What answers a challenge of the endpoint."""
        return []

    def hide(self, text: str) -> str:
        """A text without the secrets.

        >>> Bearer("s3cret").hide("no s3cret here")
        'no *** here'
        """
        for secret in sorted({*self._secrets, *self.headers().values()}, key=len, reverse=True):
            text = text.replace(secret, "***") if secret else text
        return text

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class Basic(Credentials):
    """A user and a password, sent with each request (RFC 7617, in UTF-8)."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """The Authorization header."""
        user, password = self._secrets
        return {"Authorization": Secret(f"Basic {_base64(f'{user}:{password}')}")}

    def hide(self, text: str) -> str:
        """A text without the password and what holds it; the user's name may stay."""
        user, password = self._secrets
        return Credentials(password, _base64(f"{user}:{password}")).hide(text)


class Digest(Credentials):
    """A user and a password, of which only a digest is sent, when the endpoint asks for it (RFC 7616)."""

    __slots__ = ()

    def __init__(self, user: str, password: str) -> None:
        super().__init__(user, password)
        if not user.isascii() or '"' in user:
            raise ParameterError("the user's name can't be sent in a digest", advice="Use Basic, over https.")

    def handlers(self, url: str) -> list[BaseHandler]:
        """The answer to the challenge, for this endpoint only."""
        from urllib.request import HTTPPasswordMgrWithDefaultRealm

        from atsmu_kg.stores.remote.digest import DigestHandler

        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, *self._secrets)
        return [DigestHandler(passwords)]

    def hide(self, text: str) -> str:
        """A text without the password."""
        return Credentials(self._secrets[1]).hide(text)


class Bearer(Credentials):
    """A token (RFC 6750)."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """The Authorization header."""
        return {"Authorization": Secret(f"Bearer {self._secrets[0]}")}


class Headers(Credentials):
    """Headers of the caller's own, such as an API key; each value counts as a secret."""

    __slots__ = ("_names",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        headers = secret(headers)
        for name in headers:
            if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
                raise ParameterError(
                    f"{name!r} is not the name of a header", advice="It may have no spaces or colons."
                )
        super().__init__(*headers.values())
        self._names = tuple(headers)

    def headers(self) -> dict[str, str]:
        """The headers as they were given."""
        return dict(zip(self._names, self._secrets, strict=True))


def secret(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers whose values no repr shows.

    >>> secret({"X-Key": "s3cret"})
    {'X-Key': '***'}
    """
    return {name: Secret(value) if isinstance(value, str) else value for name, value in headers.items()}


def address(url: Any) -> Any:
    """A URL, or several by name, as Addresses; what else was given is left to who looks at it."""
    if isinstance(url, str):
        return Address(url)
    if isinstance(url, Mapping):
        return {name: address(each) for name, each in url.items()}
    return url


def credentials(given: Credentials | tuple[str, str] | None) -> Credentials:
    """What a caller gave: a user and a password are Basic.

    >>> credentials(("ibn-sina", "s3cret"))
    Basic(***)
    """
    if isinstance(given, Credentials):
        return given
    if given is None:
        return Credentials()
    if not (isinstance(given, tuple) and len(given) == 2 and all(isinstance(part, str) for part in given)):
        raise ParameterError(
            "auth is a pair of user and password, or Basic, Digest or Bearer",
            advice="For a token: auth=Bearer(token).",
        )
    return Basic(*given)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()

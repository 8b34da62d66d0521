"""Codes, which everybody may see, secrets, which nobody may, and how often one may try."""

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Container
from threading import Lock
from typing import Any

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of a code: without 0, O, 1, I and L, which look alike on a projector."""
LENGTH = 6
LONGEST_SECRET = 100
MINUTE = 60.0
WRONG_OF_ONE, WRONG_OF_ALL = 10, 200
"""Wrong codes a minute from one address, and from all together."""
JOINS_A_SECOND = 30
MOST_ADDRESSES = 10_000


class TooMany(ValueError):
    """Somebody tries too often; the words say for how long to wait."""


# -------------------------------------------------------------------- codes


def new_code(taken: Container[str] = ()) -> str:
    """A code that isn't taken."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if code not in taken:
            return code


def read_code(text: Any) -> str:
    """The code that somebody typed, in capitals and without spaces or hyphens; "" where it can't be one."""
    if not isinstance(text, str) or len(text) > 4 * LENGTH:
        return ""
    code = "".join(text.upper().replace("-", " ").split())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


# -------------------------------------------------------------------- secrets


def new_secret() -> str:
    """What a browser shows to prove who it is. Only its hash is kept here."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def fits(secret: Any, kept: str) -> bool:
    """Whether a secret is the one of which that was kept."""
    return isinstance(secret, str) and len(secret) <= LONGEST_SECRET and hmac.compare_digest(hashed(secret), kept)


# -------------------------------------------------------------------- how often


class Limit:
    """So many times within so many seconds."""

    def __init__(self, most: int, seconds: float):
        self.most, self.seconds = most, seconds
        self._times: deque[float] = deque()

    def full(self, now: float) -> bool:
        """Whether it was as often as that lately."""
        while self._times and now - self._times[0] >= self.seconds:
            self._times.popleft()
        return len(self._times) >= self.most

    def count(self, now: float) -> None:
        self._times.append(now)
        if len(self._times) > self.most:
            self._times.popleft()


class WrongCodes:
    """Refuses those who try codes: for a minute after the tenth wrong one, and everybody after 200 in a minute.

    Whoever has a seat comes back with its secret and isn't asked for a code.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._all = Limit(WRONG_OF_ALL, MINUTE)
        self._each: dict[str, Limit] = {}
        self._until: dict[str, float] = {}

    def check(self, address: str, now: float) -> None:
        """Raise TooMany where that address has to wait."""
        with self._lock:
            if now < self._until.get(address, now) or self._all.full(now):
                raise TooMany("too many wrong codes; wait a minute, then type the code once more")

    def wrong(self, address: str, now: float) -> None:
        """Count a wrong code."""
        with self._lock:
            self._all.count(now)
            limit = self._each.setdefault(address, Limit(WRONG_OF_ONE, MINUTE))
            limit.count(now)
            if limit.full(now):
                self._until[address] = now + MINUTE
                del self._each[address]
            if len(self._each) + len(self._until) > MOST_ADDRESSES:
                self._forget(now)

    def _forget(self, now: float) -> None:
        """Let go of addresses that don't wait, and of all others where that is not enough."""
        self._each.clear()
        self._until = {address: until for address, until in self._until.items() if now < until}
        while len(self._until) > MOST_ADDRESSES:
            self._until.pop(next(iter(self._until)))

"""Passwords and tokens as they are made: long enough that nobody guesses one. Pure."""

import hashlib
import secrets

# Without what is taken for another sign when it is read from paper.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
PREFIX = "warrant_"  # so that a token that was published by mistake is known for what it is
OPENING = len(PREFIX) + 4


def new_password() -> str:
    """Four groups of five signs, of 99 bits together."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(5)) for _ in range(4))


def new_token() -> str:
    """Of 256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. It is random and long, so that one plain SHA-256 cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()

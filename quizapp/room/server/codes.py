"""Room codes, secrets and the facilitator's token: how they are made and compared."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from quizapp.room.store.file import Unusable

#: Letters that nobody takes for one another, read from the back row or heard.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 5


def room_code() -> str:
    """A new code: an address, not a secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def usual(code: str) -> str:
    """A code as it is compared: in capitals. Letters of other alphabets have capitals among ours, and are none."""
    return code.upper() if code.isascii() else ""


def new_secret() -> str:
    """128 random bits, for a participant's cookie."""
    return secrets.token_hex(16)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_file(path: Path) -> Path:
    """Where the facilitator's token of a room's file lies."""
    return path.with_name(f"{path.name}.token")


def written_token(path: Path) -> str:
    """The facilitator's token of a room, of 256 bits, in a file that only this user may read; made if there is none.

    Unusable if it cannot be written or read.
    """
    where = token_file(path)
    try:
        token = _token_in(where)
        if token is None:
            where.unlink(missing_ok=True)
            token = secrets.token_hex(32)
            with os.fdopen(os.open(where, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(f"{token}\n")
        return token
    except OSError as error:
        raise Unusable(f"{where}: {error.strerror}; it holds the facilitator's token, so let it be written") from None


def _token_in(where: Path) -> str | None:
    """The token in a file, which nobody else may read from now on; None if there is none, or something else."""
    if where.is_symlink() or not where.is_file():
        return None
    os.chmod(where, 0o600)
    token = where.read_text(encoding="ascii", errors="replace").strip()
    return token if re.fullmatch("[0-9a-f]{64}", token) else None


def is_bearer(header: str | None, token: str) -> bool:
    """Whether an Authorization header carries the token; the time it takes tells nothing about it."""
    return header is not None and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())

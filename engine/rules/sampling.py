"""抽查: which callbacks get a second look. A hash draws, so that nobody chooses and anybody can draw again."""

from hashlib import sha256

SHARE = 0.1  # of callbacks and of answers at once, unless the installation sets another
WHOLE = 2**64


def drawn(reference: str, round: int, share: float) -> bool:
    """Whether this round of the issue is looked at again; a larger share draws these and more."""
    lot = int.from_bytes(sha256(f"{reference}/{round}".encode()).digest()[:8])
    return lot < share * WHOLE

"""Files with a few bytes wrong, as they come from bad transfers and from people who try."""

from collections.abc import Iterator

import numpy as np


def damaged(content: bytes, count: int) -> Iterator[bytes]:
    """That many damaged copies, always the same: cut off, with bits turned, bytes overwritten, or a piece exchanged."""
    rng = np.random.default_rng(len(content))
    for number in range(count):
        broken, at = bytearray(content), int(rng.integers(len(content)))
        match number % 4:
            case 0:
                del broken[at:]
            case 1:
                broken[at] ^= 1 << int(rng.integers(8))
            case 2:  # where the header is, or the list of an archive
                near = int(rng.integers(min(len(content), 400)))
                broken[near if rng.random() < 0.5 else -1 - near] = int(rng.integers(256))
            case _:
                broken[at : at + int(rng.integers(9))] = rng.bytes(int(rng.integers(9)))
        yield bytes(broken)

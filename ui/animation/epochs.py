"""Which epochs of a run become frames."""

MOST_FRAMES = 100


def epochs_for(first: int, last: int, frames: int) -> list[int]:
    """Rising epochs from the first to the last, denser at the start, where most happens.

    The distances grow evenly, as those of square numbers do, and are one epoch at least. There are `frames` of them, or
    all epochs where there are fewer.
    Raises ValueError for frames that can't be.
    """
    if not 2 <= frames <= MOST_FRAMES:
        raise ValueError(f"{frames} frames: choose from 2 to {MOST_FRAMES}")
    if not 0 <= first < last:
        raise ValueError(f"from epoch {first} to epoch {last} nothing happens; choose a later last epoch")
    steps = min(frames - 1, last - first)
    return [first + max(step, round((last - first) * (step / steps) ** 2)) for step in range(steps + 1)]

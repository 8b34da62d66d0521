"""Kinds of files that are recognised and not read, each with what to do instead."""

from nncore.imports.archive import is_zip, names_in

PICKLED = (".pkl", ".pickle", ".joblib", ".pt", ".pth", ".dill")
"""Ends of the names that pickles have."""
OPENED = ".onnx, .safetensors, .npz, .keras, .h5, and .json with the coefs_ and intercepts_ of scikit-learn"
"""Kinds of files that are read."""
INSTEAD = (
    'For PyTorch: safetensors.torch.save_file(model.state_dict(), "model.safetensors"). '
    'For scikit-learn: numpy.savez("model.npz", '
    '**{f"coefs_{i}": w for i, w in enumerate(model.coefs_)}, '
    '**{f"intercepts_{i}": b for i, b in enumerate(model.intercepts_)}).'
)


def is_pickle(name: str, content: bytes) -> bool:
    """Whether a file is a pickle, or an archive with one inside, as PyTorch writes it."""
    if is_zip(content):
        return any(entry.endswith(PICKLED) for entry in names_in(content))
    if content[:1] == b"\x80" and content[1:2] in tuple(bytes([version]) for version in range(2, 9)):
        return True
    return name.lower().endswith(PICKLED) or _is_old_pickle(content)


def _is_old_pickle(content: bytes) -> bool:
    """Protocols 0 and 1 have no signature; they end with a stop after few signs that begin them."""
    return content[:1] in (b"(", b"c", b"]", b"}", b"l", b"d") and content.rstrip()[-1:] == b"."


def refuse_pickle() -> ValueError:
    return ValueError(
        f"this is a pickle, which could run anything when opened; save as safetensors or npz instead. {INSTEAD}"
    )


def refuse_unknown(name: str) -> ValueError:
    called = f"“{name[:60]}” is no network that opens here" if name else "this is no network that opens here"
    return ValueError(f"{called}; save it as one of these: {OPENED}")

"""The embedding models that can be opened: the bundled one, or any on this machine."""

from pathlib import Path

from search.encoder import Encoder


def open_encoder(model: str | None, cache_dir: Path, threads: int = 0) -> Encoder:
    """Open an embedding model from this machine; the network is never contacted.

    Args:
        model: None or ``default`` for the bundled model, else the folder or the name of a
            sentence-transformers model; a name must have been downloaded before.
        cache_dir: where the bundled model is kept once converted.
        threads: threads that encode; 0 takes one to a core.

    Raises:
        InvalidRequestError: the model is not on this machine.
        HomeError: ``cache_dir`` cannot be written.
    """
    if model is None or model == "default":
        from search.bundled.encoder import BundledEncoder

        return BundledEncoder(cache_dir, threads)
    from search.pretrained import PretrainedEncoder

    return PretrainedEncoder(model, threads)

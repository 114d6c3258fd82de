"""Search over one release: by meaning, wording and value."""

"""The files of models whose content does not matter: as publishing sees them."""

import hashlib
import json

from edgecart_trainer.export import Exported


def made_up(name: str, size: int = 100) -> Exported:
    """Another name makes another model; ``size``: of its file, in bytes."""
    file = name.encode().ljust(size, b".")
    version = hashlib.sha256(file).hexdigest()
    return Exported(version, file, json.dumps({"version": version}))

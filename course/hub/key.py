"""The hub's own key pair, by which a learning platform knows it: the private half never leaves the machine."""

import hashlib
import json
import os
import threading
from pathlib import Path
from typing import Any

BITS = 2048
_MAKING = threading.Lock()


def own_key(path: Path) -> Any:
    """Return the private key in ``path``, made if there is none; nobody but the hub's account can read the file."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    with _MAKING:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
            form = serialization.PrivateFormat.PKCS8
            pem = made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
            os.replace(draft, path)
    return serialization.load_pem_private_key(path.read_bytes(), None)


def public_half(key: Any) -> dict[str, Any]:
    """Return the public half as a JSON Web Key, with its thumbprint (RFC 7638) as its name."""
    from jwt.algorithms import RSAAlgorithm

    half: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    needed = {name: half[name] for name in ("e", "kty", "n")}
    thumbprint = hashlib.sha256(json.dumps(needed, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
    return {**needed, "alg": "RS256", "use": "sig", "kid": thumbprint[:32]}

"""Writes and reads the safetensors layout (https://github.com/huggingface/safetensors).

Written by hand, because the file's hash is the model's version: the same tensors must give the same bytes.
"""

import json
import struct

import numpy as np

_NAMES = {"int8": "I8", "uint8": "U8", "uint16": "U16", "uint32": "U32", "float32": "F32"}
_TYPES = {name: np.dtype(dtype).newbyteorder("<") for dtype, name in _NAMES.items()}
_ALIGNMENT = 8


def dtype_name(tensor: np.ndarray) -> str:
    """safetensors' name of the tensor's type, such as ``F32``."""
    try:
        return _NAMES[tensor.dtype.name]
    except KeyError:
        raise ValueError(f"tensors of type {tensor.dtype} can't be written; use one of {', '.join(_NAMES)}") from None


def pack(tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> bytes:
    """The file's bytes. Tensors stand in the order of their names, wide types first so that each is aligned."""
    names = sorted(tensors, key=lambda name: (-tensors[name].dtype.itemsize, name))
    header: dict[str, object] = {"__metadata__": dict(sorted(metadata.items()))}
    body: list[bytes] = []
    at = 0
    for name in names:
        content = np.ascontiguousarray(tensors[name], dtype=_TYPES[dtype_name(tensors[name])]).tobytes()
        header[name] = {
            "dtype": dtype_name(tensors[name]),
            "shape": list(tensors[name].shape),
            "data_offsets": [at, at + len(content)],
        }
        body.append(content)
        at += len(content)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return struct.pack("<Q", len(text)) + text + b"".join(body)


def unpack(content: bytes) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Tensors by name, and the metadata, of bytes that ``pack`` or any writer of the format made."""
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = content[8 + length :]
    tensors = {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], dtype=_TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }
    return tensors, metadata

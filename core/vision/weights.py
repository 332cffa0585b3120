"""The weights of a version's networks: read from files that are whole, and written in few bytes."""

import hashlib
from collections.abc import Callable

import safetensors.torch
import torch

from core.settings import settings
from core.vision.naming import Names, read_names
from core.vision.network import Head, Network, Trunk
from core.vision.packing import Weights, pack, unpack
from core.vision.versions import Version, names_content, read_head, read_trunk, write_whole


def load_trunk(sha256: str) -> Trunk:
    """Load the trunk of that hash; BadInput when it is absent or damaged."""
    return _filled(Trunk, read_trunk(sha256))


def load_head(version: Version) -> Head:
    """Load a version's head; BadInput when the file is absent, damaged or another than its card names."""
    return _filled(lambda: Head(max_pool=version.card.max_pool), read_head(version))


def load_names(version: Version) -> Names | None:
    """Return the layer that names a version's defects, None where it has none; BadInput as ``load_head`` does."""
    content = names_content(version)
    return None if content is None else read_names(content)


def _filled(make: Callable[[], Network], content: bytes) -> Network:
    with torch.device("meta"):
        network = make()
    network.load_state_dict(unpack(safetensors.torch.load(content)), strict=True, assign=True)
    return network.eval().requires_grad_(False)


def head_content(head: Head) -> bytes:
    """Return a head as the bytes of its file, the convolutions in 8 bits."""
    content: bytes = safetensors.torch.save(pack(head.state_dict()))
    return content


def as_loaded(head: Head) -> Head:
    """Return the head that will be loaded once this one is saved: after the rounding to 8 bits."""
    rounded = Head(max_pool=head.max_pool)
    rounded.load_state_dict(unpack(safetensors.torch.load(head_content(head))))
    return rounded.eval().requires_grad_(False)


def save_trunk(trunk: Trunk) -> str:
    """Keep a trunk, in float16, under its hash in the installation's models folder; return the hash."""
    halves: Weights = {name: tensor.detach().half().contiguous() for name, tensor in trunk.state_dict().items()}
    content = safetensors.torch.save(halves)
    sha256 = hashlib.sha256(content).hexdigest()
    path = settings().models / "trunks" / f"{sha256[:12]}.safetensors"
    if not path.is_file():
        write_whole(path, content)
    return sha256



"""Where a training starts: the trunk and ImageNet's conv5, from what ships, from torchvision or from a file."""

import hashlib
import json
from pathlib import Path

import safetensors.torch
import torch

from core.errors import BadInput
from core.settings import SHIPPED_MODELS, settings
from core.vision.network import CONV5_BEGINS, Head, Trunk
from core.vision.packing import Weights, pack, unpack
from core.vision.versions import write_whole
from core.vision.weights import load_trunk, save_trunk

SHIPPED, IMAGENET = "shipped", "imagenet"
START = "start.json"
"""Beside the shipped trunk: the sha256 of the trunk and of conv5's start."""


def find_start(weights: str) -> tuple[str, Weights]:
    """Return the trunk's sha256 (the trunk is then among the models) and conv5's weights to start from.

    ``weights`` is ``shipped``, ``imagenet`` (torchvision's IMAGENET1K_V1, from torch.hub's cache or downloaded) or a
    safetensors file with torchvision's names of ``vgg16().features``. BadInput when they cannot be had.
    """
    if weights == SHIPPED:
        return _shipped()
    trunk, head = _networks(_torchvision() if weights == IMAGENET else _read(Path(weights)))
    return save_trunk(trunk), head.conv5.state_dict()


def keep_as_shipped(path: Path) -> str:
    """Make a file's weights those that ``shipped`` means in this installation's models; return the trunk's sha256."""
    trunk, head = _networks(_read(path))
    folder = settings().models / "trunks"
    content = safetensors.torch.save(pack(head.conv5.state_dict()))
    start = {"trunk": save_trunk(trunk), "conv5": hashlib.sha256(content).hexdigest()}
    write_whole(folder / f"{start['conv5'][:12]}.conv5.safetensors", content)
    write_whole(folder / START, (json.dumps(start, indent=2) + "\n").encode())
    return start["trunk"]


def _shipped() -> tuple[str, Weights]:
    folder = SHIPPED_MODELS / "trunks"
    try:
        start = json.loads((folder / START).read_text(encoding="utf-8"))
        content = (folder / f"{start['conv5'][:12]}.conv5.safetensors").read_bytes()
        whole = hashlib.sha256(content).hexdigest() == start["conv5"]
        trunk = str(start["trunk"])
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"The weights to start from in {folder} cannot be read: put models/trunks back.") from error
    if not whole:
        raise BadInput(f"The weights to start from in {folder} are damaged: put models/trunks back as it was.")
    load_trunk(trunk)
    return trunk, unpack(safetensors.torch.load(content))


def _read(path: Path) -> Weights:
    try:
        return dict(safetensors.torch.load(path.read_bytes()))
    except (OSError, ValueError, safetensors.SafetensorError) as error:
        raise BadInput(f"The weights {path} cannot be read ({error}): give a safetensors file, 'shipped' or "
                       "'imagenet'.") from error


def _torchvision() -> Weights:
    from torchvision.models import VGG16_Weights  # needs the operators that core.vision.network declares

    url = VGG16_Weights.IMAGENET1K_V1.url
    try:
        state = torch.hub.load_state_dict_from_url(url, map_location="cpu", progress=False)
    except (OSError, RuntimeError) as error:
        raise BadInput(f"torchvision's weights cannot be had ({error}): download {url} into "
                       f"{torch.hub.get_dir()}/checkpoints, or use --weights shipped.") from error
    return {k.removeprefix("features."): v for k, v in state.items() if k.startswith("features.")}


def _networks(features: Weights) -> tuple[Trunk, Head]:
    """Fill both networks from a state dict of ``vgg16().features``; BadInput unless names and shapes are its own."""
    trunk, head = Trunk(), Head()
    try:
        trunk.layers.load_state_dict({k: v for k, v in features.items() if _layer(k) < CONV5_BEGINS})
        head.conv5.load_state_dict({k: v for k, v in features.items() if _layer(k) >= CONV5_BEGINS})
    except (RuntimeError, ValueError) as error:
        raise BadInput("These weights are not those of VGG16's thirteen convolutions: give torchvision's names, "
                       "0.weight to 28.bias.") from error
    return trunk, head


def _layer(key: str) -> int:
    return int(key.partition(".")[0])

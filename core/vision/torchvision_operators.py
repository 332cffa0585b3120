"""Make torchvision importable beside a torch build that its compiled operators do not fit.

pip may bring a CPU-only torch with a torchvision wheel made for CUDA; torchvision then fails at import because
``torchvision::nms`` and ``qnms`` are not registered. Its networks are pure Python and never call them: declaring the
two schemas is enough.
"""

import torch

_kept_alive: list[torch.library.Library] = []


def declare_missing_operators() -> bool:
    """Declare torchvision's two operator schemas where they are absent; say whether that was needed.

    Call it before the first ``import torchvision``. Where torchvision's own operators load, nothing is done.
    """
    if _kept_alive:
        return True
    try:
        import torchvision  # noqa: F401
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
    else:
        return False
    library = torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _kept_alive.append(library)
    return True

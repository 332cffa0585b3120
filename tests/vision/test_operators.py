"""torchvision beside a torch build that its compiled operators fit, or do not."""

import subprocess
import sys


def run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.strip()


PRETEND = """
import importlib.abc, importlib.util, sys, types
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name == "torchvision" else None
    def create_module(self, spec):
        return types.ModuleType(spec.name)
    def exec_module(self, module):
        {behaviour}
sys.meta_path.insert(0, Finder())
from core.vision.torchvision_operators import _kept_alive, declare_missing_operators
"""


def test_missing_operators_are_declared_and_torchvision_imports() -> None:
    behaviour = """
        import torch
        try:
            torch.library.register_fake("torchvision::nms")(lambda d, s, i: d)
        except RuntimeError as error:
            raise RuntimeError("operator torchvision::nms does not exist") from error"""
    script = PRETEND.format(behaviour=behaviour) + """
print(declare_missing_operators(), len(_kept_alive))
import torchvision
print(declare_missing_operators(), len(_kept_alive))
"""
    assert run(script).split() == ["True", "1", "True", "1"]


def test_operators_that_are_there_are_left_alone() -> None:
    script = PRETEND.format(behaviour="pass") + "print(declare_missing_operators(), len(_kept_alive))"
    assert run(script).split() == ["False", "0"]


def test_another_failure_of_torchvision_is_not_hidden() -> None:
    script = PRETEND.format(behaviour="raise RuntimeError('something else')") + """
try:
    declare_missing_operators()
except RuntimeError as error:
    print(error)
"""
    assert run(script) == "something else"

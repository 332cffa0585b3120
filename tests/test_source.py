"""What tools check of the source: style, types, who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("command", [
    [sys.executable, "-m", "ruff", "check", "."],
    [sys.executable, "-m", "mypy"],
    [str(Path(sys.executable).parent / "lint-imports")],
], ids=["ruff", "mypy", "import-linter"])
def test_the_source_is_clean_for(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
    return modules


def test_home_imports_streamlit_and_the_user_interface_alone():
    assert all(module.startswith(("streamlit", "core.ui")) for module in imported_modules(ROOT / "Home.py"))


def test_only_one_module_knows_the_authenticator():
    knowing = [path for path in ROOT.glob("core/**/*.py")
               if any(module.startswith("streamlit_authenticator") for module in imported_modules(path))]
    assert knowing == [ROOT / "core" / "ui" / "sign_in_forms.py"]


def test_no_page_is_longer_than_120_lines():
    long = [path.name for path in ROOT.glob("pages/*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 120]
    assert long == []


def test_the_sign_in_path_loads_neither_torch_nor_pandas_nor_opencv():
    program = "import sys, core.ui.server; print(sorted({'torch', 'pandas', 'cv2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readme_gives_the_two_commands_and_ci_runs_the_second_of_them():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install -q -r requirements.txt" in readme and "streamlit run Home.py" in readme
    assert "<!-- the tests -->" in readme and "<!-- the tests -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")

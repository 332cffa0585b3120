"""What no tool says of the source: data in HTML, SQL put together, caches that miss a change, unpickled weights.

Secrets from ``random`` and more are ruff's own rules (S), which tests/test_source.py runs.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.serving import ROOT

SOURCES = sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "Home.py"])
OUR_OWN_WORDS = {
    ("core/ui/blind.py", "tr('blind_word')"),
    ("core/ui/board.py", "p"), ("core/ui/board.py", "low"), ("core/ui/board.py", "high"),  # numbers, formatted above
    ("core/ui/chip.py", "word"),  # an outcome in our words
    ("core/ui/cookies.py", "number"),  # made by secrets.token_urlsafe
    ("core/ui/warehouse_panels.py", "swatches"),  # escaped above
}
"""Names that stand in a piece of HTML: each is ours, never a person's."""
FRAMES = {"DataFrame", "Series", "ndarray"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def faults(path: str, source: str) -> list[str]:
    """Say where a source breaks a rule."""
    found = []
    tree = ast.parse(source)
    for name, call in calls(tree):
        options = {option.arg: ast.unparse(option.value) for option in call.keywords}
        at = f"{path}:{call.lineno}"
        if options.get("unsafe_allow_html") == "True" or name in ("st.html", "html"):
            found += [f"{at}: {value} stands in HTML" for value in _strangers(path, call)]
        runs = name.rpartition(".")[2] in ("execute", "exec_driver_sql") or name in ("text", "sa.text")
        if runs and _is_put_together(call):
            found.append(f"{at}: SQL is put together")
        if options.get("weights_only") == "False" or name in ("pickle.load", "pickle.loads", "eval", "exec"):
            found.append(f"{at}: what is loaded could run")
        if name == "torch.load" and options.get("weights_only") != "True":
            found.append(f"{at}: what is loaded could run")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("cache_data" in ast.unparse(one) for one in node.decorator_list):
            kinds = {ast.unparse(argument.annotation).rpartition(".")[2] if argument.annotation else "none"
                     for argument in (*node.args.args, *node.args.kwonlyargs) if not argument.arg.startswith("_")}
            if kinds & (FRAMES | {"none"}):
                found.append(f"{path}:{node.lineno}: a cache would miss a change in a large frame")
    return found


def _strangers(path: str, call: ast.Call) -> list[str]:
    if not call.args:
        return []
    content = call.args[0]
    if isinstance(content, ast.Constant) or ast.unparse(content) == "_STYLE" or path == "core/ui/watching.py":
        return []  # a hash and a number of ours
    if not isinstance(content, ast.JoinedStr):
        return [ast.unparse(content)]
    values = [part for part in content.values if isinstance(part, ast.FormattedValue)]
    return [ast.unparse(part.value) for part in values if not _is_ours(path, part)]


def _is_ours(path: str, part: ast.FormattedValue) -> bool:
    words = ast.unparse(part.value)
    spec = part.format_spec.values[0] if isinstance(part.format_spec, ast.JoinedStr) else None
    if isinstance(spec, ast.Constant) and str(spec.value).endswith("f"):
        return True  # a number
    return (words.startswith(("html.escape(", "escape(", "SIGNS[", "LOT_SIGNS["))
            or words.endswith((".value", ".value.upper()", "verdict.upper()")) or (path, words) in OUR_OWN_WORDS)


def _is_put_together(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr):  # constants alone, in statements that take no parameter
        values = [ast.unparse(part.value) for part in first.values if isinstance(part, ast.FormattedValue)]
        return not all(value.isupper() or ast.unparse(first) == "f'PRAGMA {pragma}'" for value in values)
    return isinstance(first, ast.BinOp) and isinstance(first.op, ast.Add | ast.Mod)


def test_the_source_keeps_the_rules() -> None:
    assert [fault for path in SOURCES for fault in faults(told(path), path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("planted", [
    'st.markdown(f"<b>{user.name}</b>", unsafe_allow_html=True)', 'st.html(f"<b>{name}</b>")', "st.html(note)",
    'tx.execute(text(f"DELETE FROM audit WHERE id = {wanted}"))', 'tx.execute("SELECT " + column)',
    'tx.exec_driver_sql(f"DROP TABLE {name}")', "torch.load(path, weights_only=False)", "torch.load(path)",
    "pickle.loads(content)", "@st.cache_data\ndef shares(frame: pd.DataFrame): ...", "@st.cache_data\ndef f(x): ...",
    "@st.cache_data(ttl=3)\ndef mean(heat: np.ndarray): ...",
])
def test_each_rule_finds_what_it_is_there_for(planted: str) -> None:
    assert faults("core/records/planted.py", planted)


def test_ruffs_security_rules_are_on_and_let_off_only_with_a_reason() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"] and not [rule for rule in lint["ignore"] if rule.startswith("S")]
    assert all(not rule.startswith("S") for path, rules in lint["per-file-ignores"].items()
               if not path.startswith("tests") for rule in rules)

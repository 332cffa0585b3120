"""train, evaluate and models, as they are typed."""

import csv
import dataclasses
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.__main__ import main
from core.imaging.guard import CaptureLimits
from core.quality.sides import FOOD_CAN, TEMPLATES
from core.records import products
from core.records.products import ProductDraft
from core.records.use_case import console
from core.vision.engine import Engine, Judgement
from core.vision.versions import Version
from tests.drawing import drawn_can
from tests.vision.conftest import SIZE, draw_dataset


def test_train_prints_one_json_document_and_one_line_an_epoch(
    dataset: Path, random_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    assert main(["train", str(dataset), "--model", "m", "--size", str(SIZE), "--epochs", "1",
                 "--weights", str(random_weights), "--json", "-"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["version"] == "1"
    (epoch,) = [json.loads(line) for line in err.splitlines()]
    assert (epoch["epoch"], epoch["epochs"]) == (1, 1)
    assert np.isfinite([epoch["loss"], epoch["validation_loss"], epoch["left_s"]]).all()


@pytest.mark.parametrize("arguments", [
    ["--size", "65"], ["--size", "32"], ["--epochs", "0"], ["--recipe", "magic"], ["--weights", "/nowhere"],
    ["--model", "../m"],
])
def test_train_refuses_what_makes_no_sense(
    dataset: Path, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    assert main(["train", str(dataset), "--model", "m", *arguments]) == 2
    assert capsys.readouterr().err.strip().endswith(".")


def test_train_refuses_one_class(
    tmp_path: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    root = draw_dataset(tmp_path / "d", defective=0)
    assert main(["train", str(root), "--model", "m", "--weights", str(random_weights)]) == 2
    assert "defective" in capsys.readouterr().err
    assert not (tmp_path / "models" / "m").exists()


def test_train_tells_a_terminal_how_far_it_is_and_names_what_is_wrong_with_the_data_set(
    tmp_path: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    root = draw_dataset(tmp_path / "d", test=1)
    good = root / "train" / "good"
    (good / "broken.jpg").write_bytes((good / "g001.png").read_bytes()[:500])
    (root / "train" / "scratch" / "also good.png").write_bytes((good / "g002.png").read_bytes())
    (root / "test" / "good" / "again.png").write_bytes((good / "g003.png").read_bytes())
    assert main(["train", str(root), "--model", "m", "--size", str(SIZE), "--epochs", "1",
                 "--weights", str(random_weights)]) == 0
    told = capsys.readouterr().err
    assert "features: 18 of 18, 0:00 left" in told
    assert "epoch 1 of 1: loss" in told
    assert "skipped train/good/broken.jpg: " in told
    assert "skipped train/good/g002.png: train/scratch/also good.png is the very same photograph" in told
    assert "The same photograph is in both splits: train/good/g003.png and test/good/again.png." in told


def test_train_refuses_a_data_set_without_good_photographs(
    tmp_path: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    root = draw_dataset(tmp_path / "d", good=0)
    assert main(["train", str(root), "--model", "m", "--weights", str(random_weights)]) == 2
    assert "fewer than two good photographs in train/good" in capsys.readouterr().err


def test_evaluate_writes_figures_predictions_and_heatmaps(
    own_models: Path, dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predictions, heatmaps = tmp_path / "p.csv", tmp_path / "heat"
    assert main(["evaluate", str(dataset), "--model", "plates", "--json", "-", "--predictions", str(predictions),
                 "--heatmaps", str(heatmaps)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["photographs"], figures["defective"], figures["masks"]) == (8, 4, 4)
    for name in ("accuracy", "balanced_accuracy", "auroc", "pixel_auroc", "pointing_game", "box_recall"):
        assert 0 <= figures[name] <= 1
    assert predictions.read_text().splitlines()[0] == "file,class,probability,verdict"
    rows = list(csv.DictReader(predictions.open()))
    assert next((r["file"], r["class"]) for r in rows) == ("test/good/tg000.png", "good")
    called = [r["verdict"] != "good" for r in rows]
    right = np.mean([call == (r["class"] != "good") for call, r in zip(called, rows, strict=True)])
    assert figures["accuracy"] == pytest.approx(right)
    heat = np.load(heatmaps / "scratch" / "ts000.npy")
    assert (heat.shape, heat.dtype) == ((96, 96), np.float32)
    assert ((heat > 0) & (heat < 1)).all()


def test_figures_are_written_on_the_card_only_when_asked_and_the_weights_stay(
    own_models: Path, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_models / "plates" / "1" / "card.json"
    before = json.loads(path.read_text())
    assert main(["evaluate", str(dataset), "--model", "plates", "--json", "-"]) == 0
    assert json.loads(path.read_text()) == before
    assert main(["evaluate", str(dataset), "--model", "plates", "--on-card", "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    card = json.loads(path.read_text())
    assert card["metrics"]["test"]["balanced_accuracy"] == figures["balanced_accuracy"]
    assert card["metrics"]["test"]["dataset"] == "plates"
    assert {**card, "metrics": before["metrics"]} == before
    assert main(["models", "show", "plates/1"]) == 0


def test_evaluate_counts_review_as_not_good(
    own_models: Path, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_models / "plates" / "1" / "card.json"
    card = json.loads(path.read_text())
    path.write_text(json.dumps({**card, "thresholds": {"good_below": 1e-9, "bad_from": 1.0}}))
    assert main(["evaluate", str(dataset), "--model", "plates", "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["balanced_accuracy"] == 0.5
    assert figures["by_class"]["scratch"] == {"good": 0, "review": 4, "bad": 0}
    assert figures["false_rejects"]["count"] == 4


def test_costs_choose_thresholds_on_photographs_that_were_neither_learnt_from_nor_kept_for_the_test(
    own_models: Path, dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = draw_dataset(tmp_path / "other", good=11)
    pairs = []
    for cost in ("1", "50"):
        assert main(["evaluate", str(other), "--model", "plates", "--split", "train", "--cost-escape", cost,
                     "--sides", "7", "--json", "-"]) == 0
        pairs.append(json.loads(capsys.readouterr().out)["priced_thresholds"])
    assert pairs[0]["good_below"] >= pairs[1]["good_below"]
    for root, split in ((other, "test"), (dataset, "train")):
        assert main(["evaluate", str(root), "--model", "plates", "--split", split, "--cost-escape", "5"]) == 2
        assert capsys.readouterr().err.strip().endswith(".")


def test_evaluate_skips_and_names_a_broken_photograph(
    own_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=2, test=2)
    (root / "test" / "good" / "broken.png").write_bytes(b"broken")
    assert main(["evaluate", str(root), "--model", "plates/1", "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["photographs"] == 4
    assert "broken.png" in figures["skipped"][0]


@pytest.mark.parametrize("arguments", [["--split", "nowhere"], ["--model", "nobody"], ["--model", "plates/9"]])
def test_evaluate_refuses_what_is_not_there(
    own_models: Path, dataset: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(dataset), "--model", "plates", *arguments]) == 2
    assert capsys.readouterr().err.strip()


def test_models_are_listed_shown_and_activated(own_models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--json", "-"]) == 0
    listed = {row["version"]: row["state"] for row in json.loads(capsys.readouterr().out)}
    assert listed["plates/1"] == "active"
    assert listed["food-can/1"] == "active"
    assert main(["models", "show", "plates/1"]) == 0
    assert json.loads(capsys.readouterr().out)["model"] == "plates"
    assert main(["models", "activate", "food-can/1"]) == 0
    assert (own_models / "food-can" / "active").read_text() == "1\n"
    assert main(["models", "retire", "food-can/1"]) == 2
    assert main(["models", "show", "plates"]) == 2
    (own_models / "plates" / "1" / "head.safetensors").write_bytes(b"")
    assert main(["models", "show", "plates/1"]) == 2


def test_whole_cans_are_counted_with_their_truth(
    own_models: Path, dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, truth, sides in (("a", "good", 7), ("b", "bad", 7), ("c", "bad", 3), ("d", "unsure", 7)):
        folder = tmp_path / "cans" / name
        folder.mkdir(parents=True)
        for number, content in list(drawn_can(ord(name)).items())[:sides]:
            (folder / f"{number}.jpg").write_bytes(content)
        defects = [{"counts": True, "seen": name == "b"}] if truth == "bad" else []
        told = {"product": "FOOD-CAN-7", "verdict": truth, "sides": [{"defects": defects}]}
        (folder / "truth.json").write_text(json.dumps(told))
    (tmp_path / "cans" / "d" / "truth.json").write_text("[]")
    card = own_models / "plates" / "1" / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "familiar_below": 1e9,
                                "thresholds": {"good_below": 0.95, "bad_from": 1.0}}))
    assert main(["evaluate", "--model", "plates", "--cans", str(tmp_path / "cans"), "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["cans"]["bad_called_good"]["of"] == 2
    assert figures["cans"]["seen_bad_called_good"]["of"] == 1
    assert figures["cans"]["good_not_called_good"]["of"] == 1
    assert figures["cans"]["good_stopped_by_the_checks"]["count"] == 0
    assert figures["cans"]["verdicts"]["bad"]["incomplete"] == 1
    assert figures["skipped"][0].startswith("d:")
    assert figures["cans"]["asking_for_a_retake"]["of"] == 3
    assert main(["evaluate", "--cans", str(tmp_path / "nowhere")]) == 2


def _kept_can(folder: Path, product: str, verdict: str) -> None:
    folder.mkdir(parents=True)
    for number, content in drawn_can(5).items():
        (folder / f"{number}.jpg").write_bytes(content)
    (folder / "truth.json").write_text(json.dumps({"product": product, "verdict": verdict}))


def test_whole_cans_are_judged_by_their_products_own_models_and_the_version_asked_for(
    own_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(own_models / "plates", own_models / "lids")
    asked: list[str] = []

    def judge(_: Engine, version: Version, rgb: np.ndarray) -> Judgement:
        asked.append(version.card.name)
        return Judgement(0.0, np.zeros((2, 2), np.float32), 0.0, version.card, np.zeros(512, np.float32))

    for model, number in (("lids", "1"), ("lids", "2")):
        shutil.copytree(own_models / "plates" / "1", own_models / model / number, dirs_exist_ok=True)
        path = own_models / model / number / "card.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "model": model, "version": number,
                                    "capture": dataclasses.asdict(CaptureLimits())}))
    monkeypatch.setattr(Engine, "judge", judge)
    monkeypatch.setitem(TEMPLATES, "LIDDED", dataclasses.replace(
        FOOD_CAN, sku="LIDDED", models={"wall": "plates", "lid": "lids"}))
    _kept_can(tmp_path / "cans" / "a", "LIDDED", "good")
    for model, judges in (([], {"plates/1", "lids/2"}), (["--model", "lids/1"], {"plates/1", "lids/1"}),
                          (["--model", "food-can"], {"food-can/1"})):
        asked.clear()
        assert main(["evaluate", "--cans", str(tmp_path / "cans"), *model, "--json", "-"]) == 0
        assert set(asked) == judges
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["cans"]["good_not_called_good"]["of"] == 1


def test_a_plants_own_product_is_found_for_whole_cans(
    own_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "data"))
    own = dataclasses.replace(FOOD_CAN, sku="OWN-1", models={"wall": "plates", "lid": "plates"})
    products.add(console(), ProductDraft(own, 1, 1, ""))
    _kept_can(tmp_path / "cans" / "a", "OWN-1", "bad")
    _kept_can(tmp_path / "cans" / "b", "NOBODYS", "bad")
    assert main(["evaluate", "--cans", str(tmp_path / "cans"), "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["cans"]["bad_called_good"]["of"] == 1
    assert figures["skipped"] == ["b: There is no product NOBODYS: look at the list of products."]


def test_evaluate_needs_something_to_measure_and_a_model_for_a_data_set(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate"]) == 2
    assert main(["evaluate", str(dataset)]) == 2
    assert "--model" in capsys.readouterr().err


def test_recall_is_told_by_how_well_a_defect_shows(
    own_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = draw_dataset(tmp_path / "d", test=6)
    lines = ["file,group,visible_px,contrast,seen"]
    for i in range(6):
        lines.append(f"test/scratch/ts{i:03}.png,{i},{100 * i},0.1,{int(i > 2)}")
    (root / "manifest.csv").write_text("\n".join(lines))
    assert main(["evaluate", str(root), "--model", "plates", "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)["by_visibility"]
    assert told["seen"]["recall"]["of"] == 3
    assert sum(fifth["recall"]["of"] for fifth in told["recall"]) == 6
    assert [fifth["from"] for fifth in told["recall"]] == sorted(fifth["from"] for fifth in told["recall"])


def test_costs_choose_the_thresholds_and_stand_on_the_card(
    own_models: Path, dataset: Path, random_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "data"))
    train = ["train", str(dataset), "--model", "plates", "--size", str(SIZE), "--epochs", "2", "--weights",
             str(random_weights), "--json", "-"]
    assert main([*train, "--cost-escape", "9", "--sides", "7"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["recipe"]["prices"] == {"escape": 9.0, "reject": 1.0, "review": 0.3, "sides": 7}
    assert card["thresholds"] != json.loads((own_models / "plates" / "1" / "card.json").read_text())["thresholds"]
    assert main([*train, "--cost-review", "0"]) == 2


def test_evaluate_writes_a_page_that_needs_nothing_beside_it(
    own_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, page = draw_dataset(tmp_path / "<b>d</b>", test=3), tmp_path / "out" / "page.html"
    path = own_models / "plates" / "1" / "card.json"
    card = json.loads(path.read_text())
    path.write_text(json.dumps({**card, "thresholds": {"good_below": 0.9, "bad_from": 0.95}, "familiar_below": None}))
    assert main(["evaluate", str(root), "--model", "plates", "--html", str(page), "--json", "-"]) == 0
    figures = json.loads(capsys.readouterr().out)
    text = page.read_text()
    assert "<b>d</b>" not in text
    assert "3 defective photographs: one more miss is 33.3 points. Too few to call a figure good." in text
    assert f"<td class=n>{figures['auroc']:.3f}</td>" in text
    for name in ("ROC, n = 6", "Precision and recall", "Calibration", "What a threshold costs", "Pixel AUROC",
                 "Worst misses", "Worst false alarms", "PRO up to 0.3"):
        assert name in text
    assert text.count("data:image/jpeg;base64,") >= 6
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text.split("</script>", 1)[1])


def test_folds_train_a_model_each_and_tell_mean_and_spread(
    own_models: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = tmp_path / "page.html"
    path = own_models / "plates" / "1" / "card.json"
    card = json.loads(path.read_text())
    path.write_text(json.dumps({**card, "recipe": {**card["recipe"], "epochs": 1, "passes": 18}}))
    arguments = ["evaluate", str(dataset), "--model", "plates", "--folds", "2", "--html", str(page), "--json", "-"]
    assert main(arguments) == 0
    folds = json.loads(capsys.readouterr().out)["folds"]
    assert [fold["photographs"] for fold in folds["each"]] == [9, 9]
    values = [fold["auroc"] for fold in folds["each"]]
    assert folds["over"]["auroc"]["mean"] == pytest.approx(np.mean(values))
    assert folds["over"]["auroc"]["deviation"] == pytest.approx(np.std(values, ddof=1))
    assert "2 folds by group" in page.read_text()
    assert [path.name for path in (own_models / "plates").iterdir()] == ["1"]

"""The whole way of the model `digits`, from data to repository."""

import base64
import shutil

import numpy as np

from training.digits.compress_weights import compress_weights
from training.digits.export_network import export_network
from training.digits.format_card import format_card
from training.digits.measure_variations import measure_variations
from training.digits.predict_digits import predict_digits
from training.digits.quantize_network import quantize_network
from training.digits.read_images import SIDE_PIXELS, read_images, scale_pixels
from training.digits.train_network import train_network
from training.paths import Paths
from training.repository.model_description import Golden, ModelDescription, TensorSpec, Variant
from training.repository.publish_model import publish_model
from training.repository.run_model import ModelRunner, check_rows_are_independent
from training.repository.write_json import write_json
from training.repository.write_model import write_model
from training.require_at_least import require_at_least
from training.require_within_budget import require_within_budget
from training.validation.candidate import Candidate, write_candidates

EPOCHS = 20
SEED = 1
CALIBRATION_IMAGES = 512
ACCURACY_MIN = 0.996
ACCURACY_BUDGET = 0.001
GOLDEN_ROWS = 4
SAMPLE_STEP = 10
_FILES = {
    "fp32": "model.onnx",
    "int8": "model.int8.onnx",
    "fp16": "model.fp16.onnx",
    "int4": "model.int4.onnx",
}
_HOW = {
    "fp32": "as trained",
    "int8": "static QDQ: convolutions u8 × s8, a scale a channel; classifier and softmax fp32",
    "fp16": "weights stored as fp16, computed as fp32: half the bytes where int8 convolutions are slow",
    "int4": "weights stored in four bits with a scale a filter, computed as fp32; the first layer fp16",
}


def build_digits(paths: Paths, is_kept: bool = False) -> None:
    """Trains and publishes `digits` with its card, and the sample for the tests.

    With `is_kept` the network is the published one, and only what is made of it is made anew.
    """
    images, labels = read_images(paths.data, "train")
    test_images, test_labels = read_images(paths.data, "t10k")
    test_pixels = scale_pixels(test_images)
    staged = paths.stage("digits")
    shutil.rmtree(staged, ignore_errors=True)
    files = {name: staged / "1" / file for name, file in _FILES.items()}

    if is_kept:
        files["fp32"].parent.mkdir(parents=True)
        shutil.copy(paths.models / "digits" / "1" / _FILES["fp32"], files["fp32"])
    else:
        export_network(train_network(images, labels, EPOCHS, SEED), files["fp32"])
    # The first images of the training part: the test part is seen by the measurement alone.
    quantize_network(files["fp32"], files["int8"], scale_pixels(images[:CALIBRATION_IMAGES]))
    for name in ("fp16", "int4"):
        compress_weights(files["fp32"], files[name], name)

    runners = {name: ModelRunner(file) for name, file in files.items()}
    predicted = {name: predict_digits(runner, test_pixels) for name, runner in runners.items()}
    accuracy = {name: float((answer == test_labels).mean()) for name, answer in predicted.items()}
    print(f"digits: {accuracy}", flush=True)
    for name, runner in runners.items():
        check_rows_are_independent(runner, test_pixels[:32])
        require_at_least(f"digits {name}", accuracy[name], ACCURACY_MIN)
    require_within_budget("digits", accuracy, _FILES, ACCURACY_BUDGET)

    rows = test_pixels[:GOLDEN_ROWS]
    golden = Golden(
        {"x": rows}, {name: {"probs": runner.run(rows)} for name, runner in runners.items()}, 1e-3
    )
    write_model(staged.parent, _describe(accuracy, golden))
    variations = measure_variations(runners["int8"], test_pixels, test_labels)
    (staged / "README.md").write_text(
        format_card(files, _HOW, predicted, test_labels, variations), encoding="utf-8"
    )
    publish_model(staged, paths.models)
    write_candidates(
        paths,
        "digits",
        [Candidate(name, file, accuracy[name], _HOW[name]) for name, file in files.items()],
    )
    _write_sample(paths, test_images, test_labels, predicted)


def _describe(accuracy: dict[str, float], golden: Golden) -> ModelDescription:
    return ModelDescription(
        name="digits",
        task="image-classification",
        labels=[str(digit) for digit in range(10)],
        max_batch=64,
        inputs=[TensorSpec("x", "FP32", (-1, 1, SIDE_PIXELS, SIDE_PIXELS))],
        outputs=[TensorSpec("probs", "FP32", (-1, 10))],
        preprocessing={"kind": "digit", "version": 1},
        source="MNIST handwritten digits (Y. LeCun, C. Cortes, C. J. C. Burges)",
        licence="CC BY-SA 3.0",
        default_variant="fp32",
        variants=[Variant(name, file, accuracy[name]) for name, file in _FILES.items()],
        golden=golden,
        accuracy_budget=ACCURACY_BUDGET,
    )


def _write_sample(
    paths: Paths, images: np.ndarray, labels: np.ndarray, predicted: dict[str, np.ndarray]
) -> None:
    sample = images[::SAMPLE_STEP]
    write_json(
        paths.fixtures / "digits-sample.json",
        {
            "count": len(sample),
            "pixels": base64.b64encode(sample.tobytes()).decode("ascii"),
            "labels": labels[::SAMPLE_STEP].tolist(),
            "predicted": {name: answer[::SAMPLE_STEP].tolist() for name, answer in predicted.items()},
        },
    )

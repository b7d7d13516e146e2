"""Static int8 of the digit network."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

CALIBRATION_BATCH_SIZE = 64


class _ImageReader(CalibrationDataReader):
    def __init__(self, images: np.ndarray) -> None:
        starts = range(0, len(images), CALIBRATION_BATCH_SIZE)
        self._batches = iter([{"x": images[i : i + CALIBRATION_BATCH_SIZE]} for i in starts])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._batches, None)


def quantize_network(source: Path, target: Path, calibration_images: np.ndarray) -> None:
    """Writes `source` with int8 convolutions: weights a channel, activations a tensor, static.

    Static scales do not depend on the batch, so a row's answer stays its own. The classifier
    and the softmax stay fp32: they are a thousandth of the work, and int8 would make the
    probabilities steps of 1/255.
    """
    logging.getLogger().setLevel(logging.ERROR)
    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(target),
            _ImageReader(calibration_images),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv", "Relu", "MaxPool"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )

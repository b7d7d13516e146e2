"""The card of the model `digits`."""

from pathlib import Path

import numpy as np

from training.repository.describe_machine import describe_date, describe_machine, describe_software

_REMARKS = {
    "fp32": "`model.onnx`, the default",
    "int8": "static QDQ: convolutions u8 × s8, a scale a channel; classifier and softmax fp32",
}


def format_card(
    folder: Path, accuracy: dict[str, float], predicted: dict[str, np.ndarray], labels: np.ndarray
) -> str:
    """Returns the card's text with the figures just measured."""
    sizes = {"fp32": "model.onnx", "int8": "model.int8.onnx"}
    rows = "\n".join(
        f"| {name} | {(folder / '1' / sizes[name]).stat().st_size:,} | {accuracy[name] * 100:.2f} "
        f"| {int((predicted[name] != labels).sum())} | {_REMARKS[name]} |"
        for name in sizes
    )
    per_digit = " · ".join(
        f"{digit}: {(predicted['fp32'][labels == digit] == digit).mean() * 100:.1f}" for digit in range(10)
    )
    return f"""# digits

Which digit is drawn: one handwritten digit, 28 × 28 pixels, to the probabilities of 0 to 9.

- Input `x` FP32 [N, 1, 28, 28], 0..1, white on black, the digit in a box of 20 × 20 centred by mass, as in MNIST.
- Output `probs` FP32 [N, 10].
- Data: MNIST handwritten digits (Y. LeCun, C. Cortes, C. J. C. Burges), CC BY-SA 3.0; 60,000 images to train,
  the 10,000 test images to measure, as published. The data is not part of this project.
- Network: seven 3 × 3 convolutions with batch normalisation (16, 16, 32, 32, 64, 64, 64 channels), two poolings, mean,
  one linear layer; 110,000 parameters; ONNX opset 17, normalisation folded away.

| variant | bytes | accuracy on the test images, % | wrong of 10,000 | |
|---|---|---|---|---|
{rows}

A row's answer in a batch is, bit for bit, its answer alone, in both variants; the training command checks it.
Accuracy of each digit, fp32, %: {per_digit}.

## Limits

- One digit an image. Letters, several digits or an empty image get an answer all the same, often a confident one.
- The test images were written with a pen on paper. Training varies slant, thickness, blur, contrast and position so that
  drawings by mouse or finger are read too; how well is not measured here.
- The Arabic digits of Western hands of around 1990: a crossed 7 or a 1 with a long flag is rarer than in Europe today.

## Measured

`python -m training --data DIR --only digits`, {describe_date()}, {describe_machine()}; {describe_software()}.
One thread and a fixed seed: the same command gives the same figures.
"""

"""The convolutional network."""

import torch
from torch import nn

CLASS_COUNT = 10
DROPOUT = 0.2
# (output channels, padding) of the 3x3 convolutions; None halves the side.
LAYERS = ((16, 1), (16, 1), None, (32, 1), (32, 1), None, (64, 1), (64, 1), (64, 0))


class DigitNetwork(nn.Module):
    """Images [N, 1, 28, 28] in 0..1, white on black, to logits [N, 10].

    `narrowing` divides the number of channels of every layer.
    """

    def __init__(self, narrowing: int = 1) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        channels = 1
        for layer in LAYERS:
            if layer is None:
                blocks.append(nn.MaxPool2d(2))
                continue
            width, padding = layer[0] // narrowing, layer[1]
            convolution = nn.Conv2d(channels, width, 3, padding=padding, bias=False)
            blocks.append(nn.Sequential(convolution, nn.BatchNorm2d(width), nn.ReLU()))
            channels = width
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(DROPOUT)
        self.classifier = nn.Linear(channels, CLASS_COUNT)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.dropout(self.blocks(images).mean((2, 3))))

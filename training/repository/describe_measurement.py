"""What a figure was measured on."""

import datetime
import os
import platform
from pathlib import Path

import onnxruntime
import torch


def describe_measurement() -> str:
    """Returns today's date, the machine and the versions that decide the figures, in one line."""
    date = datetime.date.today().isoformat()
    machine = f"{_read_processor_name()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    versions = f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}"
    return f"{date}, {machine}; Python {platform.python_version()}, {versions}"


def _read_processor_name() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"

"""What a figure was measured on."""

import datetime
import os
import platform
from pathlib import Path


def describe_machine() -> str:
    """Returns the processor, its cores and the system in one line."""
    return f"{_read_processor_name()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def describe_software() -> str:
    """Returns the versions that decide the figures."""
    import onnxruntime
    import torch

    versions = f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}"
    return f"Python {platform.python_version()}, {versions}"


def describe_date() -> str:
    """Returns today's date."""
    return datetime.date.today().isoformat()


def _read_processor_name() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"

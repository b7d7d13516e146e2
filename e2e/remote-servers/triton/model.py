"""Triton's `onnxruntime` backend, written for its Python backend interface.

The server's core, queues and HTTP front end are Triton's own; only the call of the runtime is made here.
Serves MODEL/VERSION/model.onnx on one thread. The file that EXECUTION_DELAY_FILE names, where there is one, holds
milliseconds by which every execution is late.
"""

import json
import os
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args: dict[str, str]) -> None:
        config = json.loads(args["model_config"])
        path = Path(args["model_repository"], args["model_version"], config["default_model_filename"] or "model.onnx")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.inputs = [entry["name"] for entry in config["input"]]
        self.outputs = [entry["name"] for entry in config["output"]]
        self.delay_file = Path(os.environ["EXECUTION_DELAY_FILE"])

    def execute(self, requests: list) -> list:
        if self.delay_file.exists():
            time.sleep(float(self.delay_file.read_text()) / 1000)
        feeds = [self.read_feed(request) for request in requests]
        if len({self.row_shapes(feed) for feed in feeds}) == 1:
            return self.execute_together(requests, feeds)
        return [self.execute_together([request], [feed])[0] for request, feed in zip(requests, feeds)]

    def execute_together(self, requests: list, feeds: list[dict[str, np.ndarray]]) -> list:
        joined = {name: np.concatenate([feed[name] for feed in feeds]) for name in self.inputs}
        try:
            results = self.session.run(self.outputs, joined)
        except Exception as error:  # noqa: BLE001 - the runtime's errors share no other base
            failure = triton.TritonError(str(error), triton.TritonError.INTERNAL)
            return [triton.InferenceResponse(error=failure) for _ in requests]
        ends = np.cumsum([len(feed[self.inputs[0]]) for feed in feeds])[:-1]
        parts = [np.split(result, ends) for result in results]
        return [self.answer(request, [part[index] for part in parts]) for index, request in enumerate(requests)]

    def read_feed(self, request: "triton.InferenceRequest") -> dict[str, np.ndarray]:
        return {name: triton.get_input_tensor_by_name(request, name).as_numpy() for name in self.inputs}

    def row_shapes(self, feed: dict[str, np.ndarray]) -> tuple[tuple[int, ...], ...]:
        return tuple(feed[name].shape[1:] for name in self.inputs)

    def answer(self, request: "triton.InferenceRequest", arrays: list[np.ndarray]) -> "triton.InferenceResponse":
        wanted = request.requested_output_names()
        tensors = [triton.Tensor(name, array) for name, array in zip(self.outputs, arrays) if name in wanted]
        return triton.InferenceResponse(output_tensors=tensors)

"""Serves one ONNX model in MLServer, on one thread.

The file that EXECUTION_DELAY_FILE names, where there is one, holds milliseconds by which every execution is late.
"""

import asyncio
import os
from pathlib import Path

import onnxruntime as ort
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse


class OnnxModel(MLModel):
    async def load(self) -> bool:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = self.settings.parameters.uri
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.delay_file = Path(os.environ["EXECUTION_DELAY_FILE"])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        if self.delay_file.exists():
            await asyncio.sleep(float(self.delay_file.read_text()) / 1000)
        feed = {entry.name: NumpyCodec.decode_input(entry) for entry in payload.inputs}
        names = [entry.name for entry in self.session.get_outputs()]
        try:
            results = self.session.run(names, feed)
        except Exception as error:  # noqa: BLE001 - the runtime's errors share no other base
            raise InferenceError(str(error)) from error
        outputs = [NumpyCodec.encode_output(name, array) for name, array in zip(names, results)]
        return InferenceResponse(model_name=self.name, model_version=self.version, outputs=outputs)

"""The model's configuration for the Triton server."""

from training.repository.model_description import ModelDescription, TensorSpec


def format_triton_config(model: ModelDescription) -> str:
    """Returns config.pbtxt: dynamic batching, the newest version alone."""
    inputs = ",\n".join(_format_tensor(spec) for spec in model.inputs)
    outputs = ",\n".join(_format_tensor(spec, "labels.txt") for spec in model.outputs)
    return f"""name: "{model.name}"
platform: "onnxruntime_onnx"
max_batch_size: {model.max_batch}
input [
{inputs}
]
output [
{outputs}
]
dynamic_batching {{ }}
version_policy: {{ latest {{ num_versions: 1 }} }}
"""


def _format_tensor(spec: TensorSpec, label_file: str | None = None) -> str:
    sizes = ", ".join(str(size) for size in spec.shape[1:])
    lines = [f'name: "{spec.name}"', f"data_type: TYPE_{spec.datatype}", f"dims: [ {sizes} ]"]
    if label_file is not None:
        lines.append(f'label_filename: "{label_file}"')
    return "  {\n" + "\n".join(f"    {line}" for line in lines) + "\n  }"

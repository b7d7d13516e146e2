"""The whole way of the model `language-id`, from data to repository."""

import shutil
from pathlib import Path

import numpy as np

from training.language_id.format_card import CardFigures, format_card
from training.language_id.measure_model import (
    FIRST_WORDS,
    IDS_MAX,
    SENTENCE,
    HeldOutTexts,
    VariantMeasurement,
    measure_elsewhere,
    measure_variant,
    prepare_held_out,
)
from training.language_id.prepare_data import LanguageData, prepare_data
from training.language_id.read_declaration_lines import read_declaration_lines
from training.language_id.read_sentences import read_sentences
from training.language_id.train_table import train_table
from training.language_id.write_graph import write_graph
from training.language_id.write_samples import write_held_out, write_sample
from training.paths import Paths
from training.repository.model_description import Golden, ModelDescription, TensorSpec, Variant
from training.repository.publish_model import publish_model
from training.repository.run_model import ModelRunner
from training.repository.write_model import write_model
from training.require_at_least import require_at_least
from training.require_within_budget import require_within_budget
from training.text.extract_text_features import TABLE_BITS, extract_text_features
from training.text.hash_word import GRAM_LENGTH_MAX
from training.text.write_vectors import write_vectors
from training.validation.candidate import Candidate, write_candidates

SEED = 1
SENTENCE_ACCURACY_MIN = 0.97
FIRST_WORDS_ACCURACY_MIN = 0.941
ID_BUCKETS = [64, 128, 256]
GOLDEN_IDS_MAX = 64
GOLDEN_ROWS = 4
VECTORS_PER_LANGUAGE = 2
PREPROCESSING = "text-features"
ACCURACY_BUDGET = 0.005
_PUBLISHED_FILES = {"int8": "model.onnx", "fp16": "model.fp16.onnx", "int4": "model.int4.onnx"}
_HOW = {
    "int8": "the default; one scale a label, sums exact",
    "fp16": "table stored as fp16",
    "int4": "four bits a number, one scale a row",
    "fp32": "not published: four times the bytes for the same answers",
}


def build_language_id(paths: Paths) -> None:
    """Trains and publishes `language-id` with its card, the vectors and the samples for the tests."""
    _write_vectors(paths)
    data = prepare_data(paths.data)
    table, bias = train_table(data.training_set, SEED)

    staged = paths.stage("language-id")
    shutil.rmtree(staged, ignore_errors=True)
    # fp32 is measured, not published: four times the bytes for no better answers.
    files = {name: staged / "1" / file for name, file in _PUBLISHED_FILES.items()}
    files["fp32"] = paths.intermediate / "language-id.fp32.onnx"
    for name, file in files.items():
        write_graph(table, bias, name, file)

    held_out = prepare_held_out(data)
    measured = {name: measure_variant(file, data, held_out) for name, file in files.items()}
    accuracy = {name: _measure_accuracy(variant, held_out) for name, variant in measured.items()}
    print(f"language-id: {accuracy}", flush=True)
    for name in _PUBLISHED_FILES:
        require_at_least(f"language-id {name}, sentences", accuracy[name][SENTENCE], SENTENCE_ACCURACY_MIN)
        require_at_least(f"language-id {name}, words", accuracy[name][FIRST_WORDS], FIRST_WORDS_ACCURACY_MIN)

    sentences = {name: shares[SENTENCE] for name, shares in accuracy.items()}
    require_within_budget("language-id", sentences, _PUBLISHED_FILES, ACCURACY_BUDGET)

    golden = _make_golden(staged, data, held_out)
    write_model(staged.parent, _describe(data.labels, accuracy, golden))
    declaration = measure_elsewhere(files["int8"], data, read_declaration_lines(paths.data, data.labels))
    figures = CardFigures(_HOW, data.labels, held_out.expected, measured, accuracy, declaration)
    card = format_card(figures, paths.models / "language-id" / "README.md")
    (staged / "README.md").write_text(card, encoding="utf-8")
    publish_model(staged, paths.models)
    write_candidates(
        paths,
        "language-id",
        [Candidate(name, file, sentences[name], _HOW[name]) for name, file in files.items()],
    )
    write_sample(
        paths.fixtures / "language-sample.json", data, {name: measured[name] for name in _PUBLISHED_FILES}
    )
    write_held_out(paths.intermediate / "language-id-held-out.json", data, measured["int8"])


def _write_vectors(paths: Paths) -> None:
    sentences = read_sentences(paths.data).values()
    write_vectors(
        paths.vectors / "textFeatures.vectors.json",
        PREPROCESSING,
        TABLE_BITS,
        "Sentences: Tatoeba (https://tatoeba.org), CC BY 2.0 FR; other cases made by hand.",
        [text for texts in sentences for text in texts[:VECTORS_PER_LANGUAGE]],
        extract_text_features,
    )


def _measure_accuracy(variant: VariantMeasurement, held_out: HeldOutTexts) -> dict[str, float]:
    return {way: float((answer == held_out.expected).mean()) for way, answer in variant.predicted.items()}


def _make_golden(staged: Path, data: LanguageData, held_out: HeldOutTexts) -> Golden:
    sentences = held_out.bags[SENTENCE]
    chosen = np.linspace(0, len(sentences) - 1, GOLDEN_ROWS).astype(int)
    rows = data.training_set.bags.pad([sentences[i] for i in chosen], GOLDEN_IDS_MAX)
    outputs = {
        name: {"probs": ModelRunner(staged / "1" / file).run(rows)} for name, file in _PUBLISHED_FILES.items()
    }
    return Golden({"ids": rows}, outputs, 1e-3)


def _describe(labels: list[str], accuracy: dict[str, dict[str, float]], golden: Golden) -> ModelDescription:
    return ModelDescription(
        name="language-id",
        task="text-classification",
        labels=labels,
        max_batch=64,
        inputs=[TensorSpec("ids", "INT32", (-1, -1))],
        outputs=[TensorSpec("probs", "FP32", (-1, len(labels)))],
        preprocessing={
            "kind": PREPROCESSING,
            "bits": TABLE_BITS,
            "nmax": GRAM_LENGTH_MAX,
            "maxIds": IDS_MAX,
            "buckets": ID_BUCKETS,
            "version": 1,
        },
        source="Sentences of Tatoeba (https://tatoeba.org), word lists of FrequencyWords (2018)",
        licence="Tatoeba CC BY 2.0 FR, FrequencyWords CC BY-SA 4.0",
        default_variant="int8",
        variants=[Variant(name, file, accuracy[name][SENTENCE]) for name, file in _PUBLISHED_FILES.items()],
        golden=golden,
        accuracy_budget=ACCURACY_BUDGET,
    )

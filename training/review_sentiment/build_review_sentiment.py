"""The whole way of the model `review-sentiment`, from data to repository."""

import shutil
import zlib
from pathlib import Path

import numpy as np

from training.paths import Paths
from training.repository.model_description import Golden, ModelDescription, TensorSpec, Variant
from training.repository.publish_model import publish_model
from training.repository.run_model import ModelRunner
from training.repository.write_json import write_json
from training.repository.write_model import write_model
from training.require_at_least import require_at_least
from training.require_within_budget import require_within_budget
from training.review_sentiment.extract_review_features import (
    TABLE_BITS,
    extract_review_features,
    make_review_hasher,
)
from training.review_sentiment.format_card import format_card
from training.review_sentiment.read_reviews import LABELS, Review, read_reviews
from training.review_sentiment.train_network import train_network
from training.review_sentiment.write_graph import write_graph
from training.text.evaluate_bags import check_answers, predict_labels
from training.text.feature_bags import FeatureBags
from training.text.hash_word import GRAM_LENGTH_MAX
from training.text.write_vectors import write_vectors
from training.validation.candidate import Candidate, write_candidates

SEED = 1
ACCURACY_MIN = 0.95
IDS_MAX = 384
ID_BUCKETS = [128, 256, 384]
GOLDEN_ROWS = 4
GOLDEN_IDS_MAX = 128
SAMPLE_ROWS = 1000
VECTOR_REVIEWS = 80
PREPROCESSING = "review-features"
ACCURACY_BUDGET = 0.005
_PUBLISHED_FILES = {"int8": "model.onnx", "fp16": "model.fp16.onnx", "int4": "model.int4.onnx"}
_HOW = {
    "int8": "the default; one scale a column",
    "fp16": "table stored as fp16",
    "int4": "four bits a number, one scale a row; the log-odds int8",
    "fp32": "not published: four times the bytes for the same answers",
}


def build_review_sentiment(paths: Paths) -> None:
    """Trains and publishes `review-sentiment` with its card, the vectors and the sample for the tests."""
    training, held_out = read_reviews(paths.data)
    _write_vectors(paths, held_out)
    bags = FeatureBags(make_review_hasher(), TABLE_BITS)
    labels = np.array([review.label for review in training])
    network = train_network(bags, [bags.add(review.text) for review in training], labels, SEED)

    staged = paths.stage("review-sentiment")
    shutil.rmtree(staged, ignore_errors=True)
    files = {name: staged / "1" / file for name, file in _PUBLISHED_FILES.items()}
    files["fp32"] = paths.intermediate / "review-sentiment.fp32.onnx"
    for name, file in files.items():
        write_graph(network, name, file)

    texts = [bags.add(review.text) for review in held_out]
    expected = np.array([review.label for review in held_out])
    predicted = {name: _predict(file, bags, texts) for name, file in files.items()}
    accuracy = {name: float((answer == expected).mean()) for name, answer in predicted.items()}
    print(f"review-sentiment: {accuracy}", flush=True)
    for name in _PUBLISHED_FILES:
        require_at_least(f"review-sentiment {name}", accuracy[name], ACCURACY_MIN)

    require_within_budget("review-sentiment", accuracy, _PUBLISHED_FILES, ACCURACY_BUDGET)

    write_model(staged.parent, _describe(accuracy, _make_golden(staged, bags, texts)))
    sizes_bytes = {name: file.stat().st_size for name, file in files.items()}
    card = format_card(_HOW, accuracy, sizes_bytes, len(training), held_out, predicted["int8"])
    (staged / "README.md").write_text(card, encoding="utf-8")
    publish_model(staged, paths.models)
    write_candidates(
        paths,
        "review-sentiment",
        [Candidate(name, file, accuracy[name], _HOW[name]) for name, file in files.items()],
    )
    _write_sample(paths, held_out, {name: predicted[name] for name in _PUBLISHED_FILES})


def _predict(file: Path, bags: FeatureBags, texts: list[np.ndarray]) -> np.ndarray:
    runner = ModelRunner(file)
    check_answers(runner, bags, texts, IDS_MAX)
    return predict_labels(runner, bags, texts, IDS_MAX)


def _write_vectors(paths: Paths, reviews: list[Review]) -> None:
    write_vectors(
        paths.vectors / "reviewFeatures.vectors.json",
        PREPROCESSING,
        TABLE_BITS,
        "Reviews: Pros and Cons (Bing Liu), CC BY 4.0; other cases made by hand.",
        [review.text for review in reviews[:: len(reviews) // VECTOR_REVIEWS]],
        extract_review_features,
    )


def _make_golden(staged: Path, bags: FeatureBags, texts: list[np.ndarray]) -> Golden:
    chosen = np.linspace(0, len(texts) - 1, GOLDEN_ROWS).astype(int)
    rows = bags.pad([texts[i] for i in chosen], GOLDEN_IDS_MAX)
    outputs = {
        name: {"probs": ModelRunner(staged / "1" / file).run(rows)} for name, file in _PUBLISHED_FILES.items()
    }
    return Golden({"ids": rows}, outputs, 1e-3)


def _describe(accuracy: dict[str, float], golden: Golden) -> ModelDescription:
    return ModelDescription(
        name="review-sentiment",
        task="text-classification",
        labels=LABELS,
        max_batch=64,
        inputs=[TensorSpec("ids", "INT32", (-1, -1))],
        outputs=[TensorSpec("probs", "FP32", (-1, len(LABELS)))],
        preprocessing={
            "kind": PREPROCESSING,
            "bits": TABLE_BITS,
            "nmax": GRAM_LENGTH_MAX,
            "maxIds": IDS_MAX,
            "buckets": ID_BUCKETS,
            "version": 1,
        },
        source="Pros and Cons of product reviews (Bing Liu), through nltk_data",
        licence="CC BY 4.0",
        default_variant="int8",
        variants=[Variant(name, file, accuracy[name]) for name, file in _PUBLISHED_FILES.items()],
        golden=golden,
        accuracy_budget=ACCURACY_BUDGET,
    )


def _write_sample(paths: Paths, reviews: list[Review], predicted: dict[str, np.ndarray]) -> None:
    order = sorted(range(len(reviews)), key=lambda i: (zlib.crc32(reviews[i].text.encode()), i))
    rows = [
        {
            "text": reviews[i].text,
            "label": LABELS[reviews[i].label],
            "predicted": {name: LABELS[answers[i]] for name, answers in predicted.items()},
        }
        for i in order[:SAMPLE_ROWS]
    ]
    write_json(paths.fixtures / "review-sample.json", {"rows": rows})

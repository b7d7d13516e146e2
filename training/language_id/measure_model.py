"""All figures of the language model's card."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.language_id.labels import to_label
from training.language_id.prepare_data import LanguageData
from training.language_id.sample_texts import take_first_words, take_one_word
from training.repository.run_model import ModelRunner
from training.text.evaluate_bags import check_answers, predict_labels

IDS_MAX = 256
SENTENCE, FIRST_WORDS, ONE_WORD = "sentence", "first three words", "one word"


@dataclass(frozen=True)
class HeldOutTexts:
    """The held-out sentences as bags, by the way they are asked, with the expected label indices."""

    bags: dict[str, list[np.ndarray]]
    expected: np.ndarray


@dataclass(frozen=True)
class VariantMeasurement:
    """Predicted label indices of one variant, by the way of asking, and the file's size."""

    predicted: dict[str, np.ndarray]
    size_bytes: int


@dataclass(frozen=True)
class Agreement:
    """Accuracy averaged over labels on text of another kind."""

    label_count: int
    lines: float
    first_words: float


def prepare_held_out(data: LanguageData) -> HeldOutTexts:
    """Returns the held-out sentences in the three ways of asking."""
    add = data.training_set.bags.add
    texts = [sentence.text for sentence in data.held_out]
    return HeldOutTexts(
        {
            SENTENCE: [add(text) for text in texts],
            FIRST_WORDS: [add(take_first_words(text)) for text in texts],
            ONE_WORD: [add(take_one_word(text)) for text in texts],
        },
        np.array([data.labels.index(to_label(sentence.code)) for sentence in data.held_out]),
    )


def measure_variant(path: Path, data: LanguageData, held_out: HeldOutTexts) -> VariantMeasurement:
    """Checks the promises of a written variant and returns its answers to the held-out texts."""
    runner, bags = ModelRunner(path), data.training_set.bags
    check_answers(runner, bags, held_out.bags[SENTENCE], IDS_MAX)
    predicted = {way: predict_labels(runner, bags, texts, IDS_MAX) for way, texts in held_out.bags.items()}
    return VariantMeasurement(predicted, path.stat().st_size)


def measure_elsewhere(path: Path, data: LanguageData, lines: dict[str, list[str]]) -> Agreement:
    """Returns the accuracy on `lines`, each label with the same weight."""
    runner, bags = ModelRunner(path), data.training_set.bags
    shares = []
    for label, texts in lines.items():
        first_words = [take_first_words(text) for text in texts]
        asked = [[bags.add(text) for text in way] for way in (texts, first_words)]
        answers = [predict_labels(runner, bags, way, IDS_MAX) for way in asked]
        shares.append([(answer == data.labels.index(label)).mean() for answer in answers])
    means = np.mean(shares, 0)
    return Agreement(len(lines), float(means[0]), float(means[1]))


def list_confusions(predicted: np.ndarray, expected: np.ndarray, labels: list[str]) -> list[tuple[str, int]]:
    """Returns the pairs of labels taken for each other, most frequent first."""
    pairs = Counter(
        " and ".join(sorted((labels[is_], labels[said])))
        for is_, said in zip(expected, predicted, strict=True)
        if is_ != said
    )
    return pairs.most_common()

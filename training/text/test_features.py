import json
import unittest

from training.paths import REPOSITORY_ROOT
from training.review_sentiment.extract_review_features import extract_review_features
from training.text.extract_text_features import extract_text_features
from training.text.split_words import split_words

_VECTORS = REPOSITORY_ROOT / "src" / "core" / "tasks"


class FeaturesTest(unittest.TestCase):
    def test_text_features_meet_the_vectors(self) -> None:
        self._meet("textFeatures.vectors.json", extract_text_features)

    def test_review_features_meet_the_vectors(self) -> None:
        self._meet("reviewFeatures.vectors.json", extract_review_features)

    def test_words_are_lowered_as_javascript_does(self) -> None:
        self.assertEqual(split_words("İ ΑΣ ΑΣΑ"), ["i\u0307", "ας", "ασα"])

    def test_apostrophes_inside_words_alone_are_kept(self) -> None:
        self.assertEqual(split_words("'don’t' ’ 'a'"), ["don't", "a"])

    def test_no_id_is_padding(self) -> None:
        self.assertNotIn(0, extract_text_features("ab cd ef gh " * 500))

    def _meet(self, name, extract) -> None:
        cases = json.loads((_VECTORS / name).read_text(encoding="utf-8"))["cases"]
        for case in cases:
            with self.subTest(case["text"]):
                self.assertEqual(extract(case["text"]), case["ids"])


if __name__ == "__main__":
    unittest.main()

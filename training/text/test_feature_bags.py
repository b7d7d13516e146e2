import unittest

import numpy as np

from training.text.extract_text_features import extract_text_features, make_text_hasher
from training.text.feature_bags import FeatureBags


class FeatureBagsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.bags = FeatureBags(make_text_hasher(), 15)

    def test_a_bag_holds_the_features_in_order(self) -> None:
        for text in ("Hello hello world", "中文 abc", ""):
            self.assertEqual(self.bags.list_ids(self.bags.add(text)).tolist(), extract_text_features(text))

    def test_a_batch_is_the_texts_end_to_end(self) -> None:
        texts = ["one two", "", "three"]
        ids, offsets = self.bags.gather([self.bags.add(text) for text in texts])
        expected = [extract_text_features(text) for text in texts]
        self.assertEqual(ids.tolist(), sum(expected, []))
        self.assertEqual(offsets.tolist(), [0, len(expected[0]), len(expected[0])])

    def test_padding_stands_behind_and_long_texts_are_cut(self) -> None:
        padded = self.bags.pad([self.bags.add("a"), self.bags.add("b" * 30)], 20)
        self.assertEqual(padded.shape, (2, 20))
        self.assertEqual(np.count_nonzero(padded[0]), len(extract_text_features("a")))


if __name__ == "__main__":
    unittest.main()

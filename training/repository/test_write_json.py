import json
import unittest

from training.repository.write_json import format_json


class FormatJsonTest(unittest.TestCase):
    def test_flat_lists_stand_on_one_line(self) -> None:
        self.assertEqual(format_json({"a": [1, 2], "b": {}}), '{\n  "a": [1, 2],\n  "b": {}\n}')

    def test_what_is_written_is_read_back(self) -> None:
        value = {"text": "\ud800 é", "rows": [{"n": 1.5}, {"n": None}], "empty": []}
        self.assertEqual(json.loads(format_json(value)), value)


if __name__ == "__main__":
    unittest.main()

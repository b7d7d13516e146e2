"""python -m training --data DIR [--out public/models] [--only MODEL] [--keep-digits] [--validate]"""

import argparse
import logging
from pathlib import Path

import torch

from training.digits.build_digits import build_digits
from training.digits.build_smaller_digits import build_smaller_digits
from training.language_id.build_language_id import build_language_id
from training.paths import Paths
from training.repository.write_index import write_index
from training.review_sentiment.build_review_sentiment import build_review_sentiment
from training.validation.validate_models import validate_models


def main() -> None:
    """Trains, quantizes, validates and writes the models that were asked for."""
    arguments = _read_arguments()
    # One thread and no nondeterministic kernels: the same data gives the same files.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    logging.getLogger().setLevel(logging.ERROR)

    paths = Paths(arguments.data, arguments.out, arguments.fixtures, arguments.vectors)
    if not arguments.validate:
        for name, build in _BUILDERS.items():
            if arguments.only not in (None, name):
                continue
            if name == "digits":
                build_digits(paths, is_kept=arguments.keep_digits)
            else:
                build(paths)
        write_index(paths.models)
    if arguments.only is None:
        validate_models(paths)


_BUILDERS = {
    "language-id": build_language_id,
    "digits": build_digits,
    "smaller-digits": build_smaller_digits,
    "review-sentiment": build_review_sentiment,
}


def _read_arguments() -> argparse.Namespace:
    defaults = Paths(Path())
    parser = argparse.ArgumentParser(prog="python -m training", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with langid, mnist and reviews")
    parser.add_argument("--out", type=Path, default=defaults.models, help="the model repository")
    parser.add_argument("--only", choices=_BUILDERS, help="one model instead of all, not validated")
    parser.add_argument(
        "--keep-digits", action="store_true", help="do not train digits: make its variants of what is published"
    )
    parser.add_argument(
        "--validate", action="store_true", help="train nothing: write VALIDATION.md from the last runs"
    )
    parser.add_argument("--fixtures", type=Path, default=defaults.fixtures, help="samples for the tests")
    parser.add_argument("--vectors", type=Path, default=defaults.vectors, help="cases of the features")
    return parser.parse_args()


if __name__ == "__main__":
    main()

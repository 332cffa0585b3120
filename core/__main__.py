"""The command line: ``python -m core VERB``. Exit status 0 done, 2 bad input, 1 a fault."""

import argparse
import importlib
import sys
from types import ModuleType

from core.errors import BadInput, Refused

VERBS = {
    "inspect": "say Good or Bad of one can from its photographs",
    "train": "train a model on a folder of photographs",
    "calibrate": "set a model's thresholds and scales anew on photographs it has not learnt from",
    "evaluate": "measure a model on photographs it has not seen",
    "audit-dataset": "find leaks between a data set's splits, and shortcuts in it",
    "models": "list, show and activate model versions",
    "bench": "time this machine at the program's work",
    "demo": "show the program on a made-up plant with five weeks of work",
    "render": "render sardine cans with known defects",
    "export-dataset": "write reviewed sides as a data set to train on",
    "user": "add users and mend their accounts",
    "check": "say whether this installation is fit to be reached from other machines",
    "verify": "check that no record or photograph was changed",
    "backup": "copy all records and photographs while people work",
    "restore": "bring a backup back into an empty installation",
    "room": "re-encode old photographs of good cans, where the plant allows it",
}


def _module(verb: str) -> ModuleType:
    return importlib.import_module(f"core.cli.{verb.replace('-', '_')}")


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return the exit status; only that verb's module is imported."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="python -m core", description="Quality control for canned food.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, purpose in VERBS.items():
        subparser = verbs.add_parser(verb, help=purpose, description=purpose)
        if arguments[:1] == [verb]:
            _module(verb).add_arguments(subparser)
    parsed = parser.parse_args(arguments)
    try:
        return int(_module(parsed.verb).run(parsed))
    except (BadInput, Refused) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

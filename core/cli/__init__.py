"""The verbs of ``python -m core``, one module a verb, each with ``add_arguments(parser)`` and ``run(args) -> int``."""

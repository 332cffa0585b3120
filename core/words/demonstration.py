"""The demonstration plant."""

ENGLISH: dict[str, str] = {
    "demonstration_band": "Demonstration. This plant is made up: its people, cans, lots and stock do not exist.",
}

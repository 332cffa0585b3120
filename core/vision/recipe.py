"""How a model is trained: everything that can be chosen, under a name. Nothing here depends on the data set."""

from dataclasses import dataclass

from core.errors import BadInput

USUAL_SIZE = 320


@dataclass(frozen=True)
class Recipe:
    """The settings of one training.

    ``size`` as in a card; ``epochs`` of ``epoch_pictures`` photographs each (None: as many as there are; else at least
    half as many, and never more than every variant once); ``passes`` is about how many variants of photographs go
    through the trunk at the usual size, more at smaller ones; ``rate`` is the peak learning rate of conv5 and
    ``dense_rate`` that of the dense layer; ``cell_weight`` weighs the loss of the single cells of the heatmap;
    ``jitter`` and ``dropped`` are the spread of random factors on the features' channels and the share of channels set
    to 0; ``average`` is the decay of the running average of the weights (0: none); ``patience`` epochs without a better
    validation loss end it, and so does ``enough_accuracy`` in training.
    """

    name: str
    size: int = USUAL_SIZE
    epochs: int = 16
    epoch_pictures: int | None = 400
    passes: int = 1650
    batch: int = 8
    rate: float = 1e-4
    dense_rate: float = 2e-3
    decay: float = 0.01
    cell_weight: float = 0.3
    jitter: float = 0.2
    dropped: float = 0.1
    average: float = 0.98
    patience: int = 5
    normalised: bool = True
    max_pool: bool = False
    augmented: bool = True
    enough_accuracy: float | None = None
    defective_weight: float | None = None


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("default"),
        Recipe("quick", size=224, epochs=6, epoch_pictures=300, passes=300),
        Recipe("best", size=384, epochs=30, epoch_pictures=800, passes=6600),
        Recipe(
            "original", size=224, epochs=30, epoch_pictures=None, rate=1e-4, dense_rate=1e-4, decay=0.0,
            cell_weight=0.0, jitter=0.0, dropped=0.0, average=0.0, patience=30, normalised=False,
            max_pool=True, augmented=False, enough_accuracy=0.98, defective_weight=3.0,
        ),
    )
}


def find_recipe(name: str) -> Recipe:
    """Return the recipe of that name; BadInput names those there are."""
    if name not in RECIPES:
        raise BadInput(f"There is no recipe {name!r}: use one of {', '.join(RECIPES)}.")
    return RECIPES[name]

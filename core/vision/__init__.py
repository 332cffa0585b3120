"""Pictures to probabilities, heatmaps and boxes; training and evaluation; model versions on disk."""

import os

# Read when torch loads. Its threads would spin while they wait for each other: on two cores that twenty processes
# share, a can then took 4.2 s of processor time in the place of 1.2, and three times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

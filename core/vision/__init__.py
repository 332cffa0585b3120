"""Pictures to probabilities, heatmaps and boxes; training and evaluation; model versions on disk."""

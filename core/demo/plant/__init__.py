"""The demonstration plant: who works there, what stands there, and five weeks of its work, the same for a seed."""

"""Untrusted bytes to checked pictures, and what can be said of a picture without a model."""

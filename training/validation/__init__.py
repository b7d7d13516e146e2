"""Accuracy, size and latency of everything that could have been published."""

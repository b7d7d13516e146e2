"""Trains, quantizes and validates the built-in models."""

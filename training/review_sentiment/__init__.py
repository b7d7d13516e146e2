"""The model `review-sentiment`: praise or complaint in a short product review."""

"""The model `digits`: handwritten digits, 28 by 28 pixels."""

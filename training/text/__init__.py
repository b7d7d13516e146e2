"""Text as bags of hashed n-grams: the Python twin of src/core/tasks/textFeatures."""

"""The model `language-id`: which of 81 languages a text is in."""

"""The folders and files that the app and Triton read."""

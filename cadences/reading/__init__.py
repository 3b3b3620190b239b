"""The language's front door: a file, or a folder of them, becomes cadences or all findings. Texts come in, no paths."""

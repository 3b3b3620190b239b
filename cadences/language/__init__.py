"""The language: text becomes a cadence, or all that is wrong with it. Knows YAML and the grammar; judges no flow."""

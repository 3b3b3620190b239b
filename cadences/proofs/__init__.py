"""What is proved of a cadence before anybody is enrolled: its graph, its times, its craft. Knows no YAML syntax."""

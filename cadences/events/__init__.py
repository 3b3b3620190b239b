"""What an event shows, from an enrollment and its cadence's texts. Values in, texts out; knows no calendar format."""

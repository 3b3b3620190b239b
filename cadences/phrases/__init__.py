"""What people say: words become a when and an answer. Pure; the time comes in by the door."""

"""Where people come from: files of contacts. Knows formats; knows no store."""

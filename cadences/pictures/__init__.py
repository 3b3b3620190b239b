"""Previews as pictures and pages. Strings in, strings out; nothing is fetched from anywhere."""

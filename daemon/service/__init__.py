"""The use cases, one a file, one transaction each. Knows the core and the store's rooms; knows no command and no port.

Every function takes a connection of `Store.write()` (or `Store.read()`, where it only tells), and everything that
depends on the world outside as a `World`. A write that succeeds has also replanned: `agenda` is right at once.
"""

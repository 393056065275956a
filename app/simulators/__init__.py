"""Stand-ins for services outside, for trying the product out and for its tests.

They keep everything in memory, listen on loopback alone, and know nothing of the product's own
code but its settings.
"""

"""The design system: pure functions from vars and handlers to components."""

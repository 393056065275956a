"""The contracts: one package each, a thin face over the services."""

"""The prepaid wallet: a double-entry ledger, what interviews cost, and topping up."""

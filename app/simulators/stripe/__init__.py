"""A simulator of the part of Stripe that the product uses: Checkout, saved cards, webhooks.

No money is moved and no card is real. `python -m app.simulators.stripe` starts it.
"""

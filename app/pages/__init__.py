"""One module per screen: ROUTE, TITLE, ON_LOAD and page(). `PAGES` is all of them."""

from app.pages import (
    account,
    candidates,
    compare,
    dashboard,
    interview,
    interviews,
    missing,
    position,
    position_new,
    positions,
    room,
    settings_billing,
    settings_deliveries,
    settings_developers,
    settings_reference,
    sign_in,
)

PAGES = (
    sign_in,
    dashboard,
    positions,
    position_new,
    position,
    interviews,
    interview,
    candidates,
    compare,
    room,
    account,
    settings_deliveries,
    settings_developers,
    settings_billing,
    settings_reference,
    missing,
)

"""A Workday tenant that is made up: sign-in, the Recruiting API, reports, résumés, and troubles."""

"""Who people are: organisations, users, memberships, sessions, and what each role may do."""

"""A simulator of applicant tracking systems that order interviews: Greenhouse and Ashby.

It orders as they do, is called back as they are, and is as particular about what it is told.
`python -m app.simulators.ats` starts it.
"""

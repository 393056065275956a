"""What applicant tracking systems call: Greenhouse's and Ashby's assessment partner interfaces."""

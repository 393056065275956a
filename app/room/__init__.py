"""The candidate's side of an interview. Its address is the invitation's token and nothing else."""

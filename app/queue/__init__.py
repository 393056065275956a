"""The queue: work to be done for requisitions and applications, in one table that people see."""

"""The pipeline: from an application that comes in to a report that goes out."""

"""Labelled pages for the function facts: feet of pages and page labels."""

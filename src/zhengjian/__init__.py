"""Zhengjian (政检): inspects a province's government websites and new-media accounts."""

__version__ = "0.1.0"

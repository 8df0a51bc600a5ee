"""The embedded province: a generator and a loopback server, for the demo, the tests and planted-fault drills."""

from zhengjian.lab.faults import Fault, Truth
from zhengjian.lab.inputs import write_register
from zhengjian.lab.province import Province
from zhengjian.lab.server import LabError, Serving, serve

__all__ = ["Fault", "LabError", "Province", "Serving", "Truth", "serve", "write_register"]

"""Evidence: one folder per target and round, WARC, facts in Parquet, manifests with digests, verification, export."""

from zhengjian.archive.folder import RoundFolder, folders, rounds
from zhengjian.archive.manifest import Manifest, read_manifest
from zhengjian.archive.reading import body, export, export_all
from zhengjian.archive.store import StoredFacts, coverage, snapshot
from zhengjian.archive.verify import Problem, verify
from zhengjian.archive.warc import Damaged

__all__ = [
    "Damaged", "Manifest", "Problem", "RoundFolder", "StoredFacts", "body", "coverage", "export", "export_all", "folders", "read_manifest",
    "rounds", "snapshot", "verify",
]  # fmt: skip

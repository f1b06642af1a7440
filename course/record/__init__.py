"""What a learner did: the event log, backup and restore. Nothing else in the course writes a learner's work."""

from .backup import (
    Backup,
    BackupError,
    Packed,
    Restored,
    backup_name,
    make_backup,
    pack,
    pack_record,
    read_backup,
    restore,
)
from .log import Aside, Record, Saved, open_record
from .survey import Survey
from .trouble import RecordError

__all__ = [
    "Aside",
    "Backup",
    "BackupError",
    "Packed",
    "Record",
    "RecordError",
    "Restored",
    "Saved",
    "Survey",
    "backup_name",
    "make_backup",
    "open_record",
    "pack",
    "pack_record",
    "read_backup",
    "restore",
]

"""What a learner did: the event log, backup and restore. Nothing else in the course writes a learner's work."""

from .backup import Backup, BackupError, Restored, backup_name, make_backup, pack, read_backup, restore
from .log import Record, Saved, open_record
from .trouble import RecordError

__all__ = [
    "Backup",
    "BackupError",
    "Record",
    "RecordError",
    "Restored",
    "Saved",
    "backup_name",
    "make_backup",
    "open_record",
    "pack",
    "read_backup",
    "restore",
]

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
from .browser import BrowserStorage, tell_storage, told_storage
from .journaled import JournaledRecord
from .log import Aside, Record, Saved
from .opening import open_record
from .plain import Sieve
from .survey import Survey
from .trouble import RecordError

__all__ = [
    "Aside",
    "Backup",
    "BackupError",
    "BrowserStorage",
    "JournaledRecord",
    "Packed",
    "Record",
    "RecordError",
    "Restored",
    "Saved",
    "Sieve",
    "Survey",
    "backup_name",
    "make_backup",
    "open_record",
    "pack",
    "pack_record",
    "read_backup",
    "restore",
    "tell_storage",
    "told_storage",
]

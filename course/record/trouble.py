"""What can go wrong with a record, in words for the person whose work it is."""

import errno
import sqlite3

from course.model.error import CourseError


class RecordError(CourseError):
    """Work could not be saved or read. ``message`` says what happened, ``remedy`` what to do about it.

    ``code`` is a short stable name ("full", "locked"…), so that another language can say it in its own words.
    """

    def __init__(self, message: str, remedy: str, code: str = ""):
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


_TROUBLES = {
    "full": (
        "There is no space left on the disk, so this was not saved.",
        "Free some space, then save again; your text is still on the screen.",
    ),
    "read-only": (
        "The folder my_work cannot be written to, so this was not saved.",
        "Copy your text somewhere safe, then move the course to a folder where you may write.",
    ),
    "no-folder": (
        "The folder my_work cannot be made, because something else of that name is in its place.",
        "Rename or move the file called my_work, then save again.",
    ),
    "locked": (
        "Another program is using the file with your work, so it cannot be reached.",
        "Wait a moment and try again; close other lessons and any program that copies or syncs the folder my_work.",
    ),
    "denied": (
        "The file with your work may not be opened.",
        "Ask whoever looks after this computer for the right to open the folder my_work.",
    ),
    "damaged": (
        "The file with your work is damaged; nothing was written to it.",
        "Download a backup of what can still be read, then set the damaged file aside and restore your last backup.",
    ),
    "gone": (
        "The file with your earlier work is no longer in the folder my_work. What you did now was saved in a new file.",
        "If you did not move it yourself, look for course.sqlite3 in the wastebasket, or restore your last backup.",
    ),
    "replaced": (
        "The file with your work was replaced by another one while this lesson was open. What you did now was saved in "
        "the file that is there.",
        "Run the lesson again to see what is in it; restore your last backup if your earlier answers are missing.",
    ),
    "older": (
        "The file with your work no longer has your last answers: an older copy is in its place. What you did now was "
        "saved in it.",
        "Look whether a program that copies or syncs the folder my_work has kept the newer file, or restore your last "
        "backup.",
    ),
    "newer": (
        "The file with your work was written by a newer version of the course; nothing was changed in it.",
        "Update the course, then open the lesson again.",
    ),
    "disk": (
        "The disk did not answer as it should, so this may not be saved.",
        "Check that the disk or network drive is connected and has space, then save again.",
    ),
    "too-long": (
        "This text is too long to save.",
        "Shorten it to less than four million characters, then save again.",
    ),
    "not-plain": (
        "This answer holds something that cannot be saved.",
        "Copy your text somewhere safe and tell your teacher which question it was.",
    ),
    "contradiction": (
        "Some of this work carries the same number as other work that is already saved here; nothing was changed.",
        "Use a backup that came straight from the course and was not edited.",
    ),
    "unkept": (
        "This was written, and is not there, so it was not saved.",
        "Copy your text somewhere safe, then save again.",
    ),
    "sound": (
        "The file with your work is not damaged, so it stays where it is.",
        "Nothing needs to be done.",
    ),
    "nothing": (
        "There is no saved work yet, so there is nothing to set aside.",
        "Nothing needs to be done.",
    ),
}

# In a browser there is no disk and no wastebasket to send anybody to.
_STEPS = "Your text is still on the screen: copy it somewhere safe, then "
_IN_BROWSER = {
    "full": (
        "The browser has no space left for this site, so this was not saved.",
        _STEPS + "free some space or leave the private window, and save again.",
    ),
    "unkept": (
        "The browser did not keep this, so it was not saved.",
        _STEPS + "reload the page and save again.",
    ),
    "disk": (
        "The browser's storage did not answer as it should, so this may not be saved.",
        _STEPS + "reload the page and save again.",
    ),
    "read-only": (
        "The browser lets this site save nothing, so this was not saved.",
        _STEPS + "leave the private window or allow this site to store data, and save again.",
    ),
    "gone": (
        "Your earlier work is no longer in this browser. What you did now was saved.",
        "If you did not clear the data of this site yourself, restore your last backup.",
    ),
    "replaced": (
        "The work in this browser was replaced while this lesson was open. What you did now was saved in the new one.",
        "Run the lesson again to see what is in it; restore your last backup if your earlier answers are missing.",
    ),
    "older": (
        "Your last answers are no longer in this browser. What you did now was saved.",
        "Run the lesson again to see what is there; restore your last backup if answers are missing.",
    ),
    "denied": (
        "The browser's storage did not give your work.",
        "Reload the page; if that does not help, restore your last backup.",
    ),
    "no-folder": (
        "Your work cannot be saved, because something else called my_work is in its place.",
        "Rename the file called my_work in the list of files, then save again.",
    ),
    "sound": (
        "Your work is not damaged, so it stays where it is.",
        "Nothing needs to be done.",
    ),
    "newer": (
        "Your work was written by a newer version of the course; nothing was changed in it.",
        "Close all tabs of the course, then open it again.",
    ),
}

_BY_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_PERM: "denied",
    sqlite3.SQLITE_AUTH: "denied",
    sqlite3.SQLITE_CANTOPEN: "denied",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_FORMAT: "damaged",
    sqlite3.SQLITE_TOOBIG: "too-long",
}

_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EEXIST: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EROFS: "read-only",
}


def trouble(code: str) -> RecordError:
    """Return the error of that name, ready to raise."""
    message, remedy = _TROUBLES[code]
    return RecordError(message, remedy, code)


def in_browser(error: RecordError) -> RecordError:
    """Return ``error`` in the words for somebody whose work is kept by a browser."""
    words = _IN_BROWSER.get(error.code)
    return RecordError(*words, error.code) if words and type(error) is RecordError else error


def trouble_of(error: Exception) -> RecordError:
    """Return what ``error``, from SQLite or from the operating system, means for the learner."""
    if isinstance(error, RecordError):
        return error
    if isinstance(error, UnicodeDecodeError):
        # SQLite wanted to name what is broken in the schema, and the name is broken too.
        return trouble("damaged")
    if isinstance(error, sqlite3.Error):
        # The low byte is SQLite's primary code; the rest only refines it. Errors that Python's own layer raises
        # have none: a table or column that is missing, which only a file that is not ours, or is broken, lacks.
        number = getattr(error, "sqlite_errorcode", None)
        if number is None:
            return trouble("damaged")
        return trouble("damaged" if number == sqlite3.SQLITE_ERROR else _BY_SQLITE.get(number & 0xFF, "disk"))
    if isinstance(error, OSError):
        return trouble(_BY_ERRNO.get(error.errno or 0, "disk"))
    raise error

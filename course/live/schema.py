"""The tables of a class's file, the same in SQLite and PostgreSQL."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
"""The version of the tables; a file of a newer version is not opened."""

METADATA = MetaData()

FILE = Table("live_file", METADATA, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))
"""What is said once: the ``version`` of the tables."""

ROOM = Table(
    "live_room",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("lesson", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("code", String(16), nullable=False),
    # The hash of what the teacher holds; the token itself stands nowhere.
    Column("teacher", String(64), nullable=False),
    # What this class's tokens are signed with.
    Column("secret", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    # "together": one question at a time, where the teacher is; "own": everybody at their own pace.
    Column("pace", String(16), nullable=False),
    Column("current", String(250), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("ended", Boolean, nullable=False),
    # Settings of the teacher as JSON: which texts stand side by side, groups of answers, pairs.
    Column("board", Text, nullable=False),
    # Counts what the teacher changed, so that every page knows whether it is behind.
    Column("version", BigInteger, nullable=False),
    Column("made_at", String(32), nullable=False),
)
"""One class in one lesson."""
Index("live_room_code", ROOM.c.code, unique=True)

OWNER = Table(
    "live_owner",
    METADATA,
    Column("room", String(32), primary_key=True),
    Column("name", String(255), nullable=False),
)
"""The account that opened a class, where teachers have accounts (a JupyterHub). Learners' accounts stand nowhere."""
Index("live_owner_name", OWNER.c.name)

SLIDE = Table(
    "live_slide",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("slide", String(250), nullable=False),
    # "hidden", "open" or "closed"
    Column("state", String(8), nullable=False),
    Column("shown", Boolean, nullable=False),
    PrimaryKeyConstraint("room", "slide"),
)
"""A question of the class: whether it takes answers, and whether its results may be ``shown``."""

PERSON = Table(
    "live_person",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    # The random id of the record that the answers belong to, as backups have it; never shown to anybody.
    Column("record", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    Column("joined_at", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    PrimaryKeyConstraint("room", "person"),
)
"""Somebody in a class. ``gone`` where they had their part deleted: nothing of theirs is taken any more."""

ANSWER = Table(
    "live_answer",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("slide", String(250), nullable=False),
    Column("person", String(32), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("press", String(32), nullable=False),
    Column("answer", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    # A text is seen by the class after the teacher approved it: "", "approved", "declined".
    Column("approved", String(8), nullable=False),
    PrimaryKeyConstraint("room", "slide", "person"),
)
"""The latest answer of a person to a question. ``rev`` counts on their side; the greater one stays."""

SEEN = Table(
    "live_seen",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("slide", String(250), nullable=False),
    Column("person", String(32), nullable=False),
    # As JSON, without what was written beside it; "" of somebody who had their part deleted since.
    Column("vote", Text, nullable=False),
    PrimaryKeyConstraint("room", "slide", "person"),
)
"""What everybody had answered when the class last saw it as bars: the next ones must not tell who changed."""

EVENT = Table(
    "live_event",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("room", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("id", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("lesson", String(200), nullable=False),
    Column("item", String(200), nullable=False),
    Column("kind", String(200), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("room", "id"),
)
"""Everything that was answered, appended and never changed: the events that a learner's own record would hold."""
Index("live_event_person", EVENT.c.room, EVENT.c.person)

TABLE_ = Table(
    "live_table",
    METADATA,
    Column("room", String(32), nullable=False),
    # Counts the tables of a class over all rounds; ``number`` is what people call it in this one (``batch``).
    Column("table", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("scenario", String(200), nullable=False),
    Column("seed", Integer, nullable=False),
    # "waiting", "playing" or "over"
    Column("state", String(8), nullable=False),
    # Whether the secret folders were handed out.
    Column("dealt", Boolean, nullable=False),
    # What people may see of the debrief: "", "own" (how it ended, and their own points) or "all".
    Column("released", String(4), nullable=False),
    # When the teacher's clock runs out, "" for none. Nothing is cut off then.
    Column("clock_end", String(32), nullable=False),
    # How a table that played on paper ended, as JSON: its package (null for no deal) and signers. "" for others.
    Column("paper", Text, nullable=False),
    # Counts whatever changes at this table, so that a page knows whether it is behind.
    Column("version", BigInteger, nullable=False),
    Column("made_at", String(32), nullable=False),
    PrimaryKeyConstraint("room", "table"),
)
"""A table at which people negotiate a scenario."""

SEAT = Table(
    "live_seat",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("table", Integer, nullable=False),
    # "" for somebody who observes
    Column("role", String(200), nullable=False),
    # "" where nobody sits
    Column("person", String(32), nullable=False),
    # The computer plays: for nobody, or in place of a person who is away and can be put back.
    Column("computer", Boolean, nullable=False),
    Column("observer", Boolean, nullable=False),
    # The order in which seats were given: a role's first delegate stands before its second.
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("room", "table", "role", "person"),
)
"""Who sits where. A person may hold several roles, and a role may have two people."""
Index("live_seat_person", SEAT.c.room, SEAT.c.person)

MOVE = Table(
    "live_move",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("table", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    # Of the person's press that led to it; none for what the rules or the computer did then.
    Column("press", String(32)),
    # Who pressed; "" for the rules and the computer.
    Column("person", String(32), nullable=False),
    Column("event", Text, nullable=False),
    Column("at", String(32), nullable=False),
    PrimaryKeyConstraint("room", "table", "seq"),
    UniqueConstraint("room", "press"),
)
"""The log of a table, one event of the engine a row."""

INJECT = Table(
    "live_inject",
    METADATA,
    Column("room", String(32), nullable=False),
    Column("table", Integer, nullable=False),
    # Of the scenario's inject, or of the teacher's press for one in their own words.
    Column("id", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String(32), nullable=False),
    PrimaryKeyConstraint("room", "table", "id"),
)
"""News that the teacher sent to a table."""

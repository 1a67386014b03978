-- Times of day are milliseconds since 1970 in UTC, lengths of time milliseconds, jitter and round trip microseconds.
-- "seq" is the order in which calls ended: the time of day may jump, this does not.
CREATE TABLE call (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    id             TEXT    NOT NULL UNIQUE,
    started_at     INTEGER NOT NULL,
    clock_not_set  INTEGER NOT NULL,
    direction      TEXT    NOT NULL,
    origin         TEXT    NOT NULL,
    dialled        TEXT    NOT NULL,
    number         TEXT    NOT NULL,
    caller         TEXT    NOT NULL,
    caller_shown   TEXT    NOT NULL,
    trunk          TEXT,
    target         TEXT    NOT NULL,
    rang           INTEGER NOT NULL,
    answered_after INTEGER,
    duration       INTEGER NOT NULL,
    ended_by       TEXT    NOT NULL,
    sip_status     INTEGER NOT NULL,
    q850           INTEGER NOT NULL,
    sentence       TEXT    NOT NULL,
    emergency      INTEGER NOT NULL,
    peer_call_id   TEXT
);

CREATE INDEX call_by_time ON call (started_at) WHERE clock_not_set = 0;
CREATE INDEX call_emergency ON call (seq) WHERE emergency = 1;

CREATE TABLE leg (
    call             INTEGER NOT NULL REFERENCES call (seq) ON DELETE CASCADE,
    side             TEXT    NOT NULL,
    codec            TEXT    NOT NULL,
    secure           INTEGER NOT NULL,
    packets_received INTEGER NOT NULL,
    packets_sent     INTEGER NOT NULL,
    packets_lost     INTEGER NOT NULL,
    jitter           INTEGER NOT NULL,
    round_trip       INTEGER,
    mos              REAL,
    PRIMARY KEY (call, side)
) WITHOUT ROWID;

-- Version 8: road maps at work. Days are counted from 1970-01-01.
-- A plan as it was adopted (`head`: JSON of sections, later acts, chain of reports). `uid` is the same in every store that
-- adopted the same redaction of the same text, so that parts of it can be sent and merged.
CREATE TABLE plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  pack TEXT NOT NULL,
  code TEXT NOT NULL,
  redaction INTEGER NOT NULL,
  title TEXT NOT NULL,
  year INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  head TEXT NOT NULL,
  supersedes INTEGER REFERENCES plan (id),
  actor TEXT NOT NULL,
  at TEXT NOT NULL
);

-- A row or a point of a plan: its text as the document has it, how its deadline was read and what the pack says about it
-- (`reading`, `work`, `responsible`: JSON).
CREATE TABLE measure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  row INTEGER,
  section TEXT NOT NULL,
  number TEXT NOT NULL,
  measure TEXT NOT NULL,
  deadline TEXT NOT NULL,
  purpose TEXT NOT NULL,
  responsible_text TEXT NOT NULL,
  result TEXT NOT NULL,
  line INTEGER NOT NULL,
  reading TEXT NOT NULL,
  work TEXT NOT NULL,
  responsible TEXT NOT NULL,
  UNIQUE (plan, position)
);

-- One window of a measure; without days: nobody has said when. `never_late`: on demand.
CREATE TABLE occasion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  measure INTEGER NOT NULL REFERENCES measure (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  starts INTEGER,
  ends INTEGER,
  stage TEXT NOT NULL,
  never_late INTEGER NOT NULL,
  UNIQUE (measure, ordinal)
);

-- Choices that people made where a text leaves the days open; the newest that holds counts.
CREATE TABLE deadline_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  measure INTEGER NOT NULL REFERENCES measure (id) ON DELETE CASCADE,
  windows TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX deadline_decision_by_measure ON deadline_decision (measure);

-- Who owes something: an organisation of the pack, a municipality, a school.
CREATE TABLE holder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  level TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  municipality TEXT NOT NULL,
  UNIQUE (level, code)
);
CREATE INDEX holder_by_municipality ON holder (municipality);
CREATE INDEX holder_by_code ON holder (code);

-- What one holder owes in one window. `part`: 0 lead, 1 co-executor. `state`: 0 open, 1 handed in, 2 accepted, 3 returned,
-- 4 dropped; it follows from the events. `reached`: organisation that accepted it last. `due`: a day of its own.
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  occasion INTEGER NOT NULL REFERENCES occasion (id) ON DELETE CASCADE,
  holder INTEGER NOT NULL REFERENCES holder (id),
  part INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  conflict INTEGER NOT NULL DEFAULT 0,
  due INTEGER,
  reached TEXT NOT NULL DEFAULT '',
  person TEXT NOT NULL DEFAULT ''
);
-- Of a region a million: what is due and late is counted in these indexes alone.
CREATE INDEX assignment_by_occasion ON assignment (occasion, state, due, holder);
CREATE INDEX assignment_by_holder ON assignment (holder, occasion, state, due);
CREATE INDEX assignment_in_conflict ON assignment (occasion, state) WHERE conflict = 1;

-- What happened to an assignment. Never changed, never deleted: `uid` is a digest over everything the event says and the
-- events it follows (`previous`, uids separated by blanks), so that events of several stores can be put together, and two that
-- follow the same one without knowing of each other are seen as a conflict.
CREATE TABLE plan_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  assignment INTEGER NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
  previous TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX plan_event_by_assignment ON plan_event (assignment, id);

-- What proves that something was done: a document by its digest and where it was, and the fields of its register (JSON).
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event INTEGER NOT NULL REFERENCES plan_event (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  file TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  number TEXT NOT NULL,
  date TEXT NOT NULL,
  register TEXT NOT NULL,
  fields TEXT NOT NULL
);
CREATE INDEX evidence_by_event ON evidence (event);
CREATE INDEX evidence_by_register ON evidence (register) WHERE register <> '';

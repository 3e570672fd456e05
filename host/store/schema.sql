-- The store of Opora, version 1. One file; every batch (imported file) carries its number into each
-- table that it fills, nothing is changed in place, and removing the batch removes its rows. What is
-- in force now is read through the views *_current. Codes are text, counts are integers.

-- One imported file. `content_digest`: SHA-256 over the logical content; scope_*: on which parts of the
-- procedure it replaces older batches; the counts add up: rows = accepted + absent + other + rejected.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  profile TEXT NOT NULL,
  pack_digest TEXT NOT NULL,
  actor TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  scope_kind INTEGER NOT NULL,
  scope_subject INTEGER NOT NULL,
  scope_grade INTEGER NOT NULL,
  scope_year INTEGER NOT NULL,
  scope_level INTEGER NOT NULL,
  rows INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0,
  absent INTEGER NOT NULL DEFAULT 0,
  other INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  content_digest TEXT NOT NULL DEFAULT '',
  protocol TEXT NOT NULL DEFAULT ''
);
CREATE INDEX batch_by_file ON batch (file_digest);

-- A school that some batch mentions. `key` identifies it across files and years; `code` is its text in
-- the oldest batch. Gone when no batch mentions it any more.
CREATE TABLE school (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL
);

-- Which schools a batch mentions, and how it writes their code (the aliases of a school).
CREATE TABLE batch_school (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school INTEGER NOT NULL REFERENCES school (id),
  code TEXT NOT NULL,
  PRIMARY KEY (batch, school)
) WITHOUT ROWID;
CREATE INDEX batch_school_by_school ON batch_school (school, batch);

-- What a registry file says about a school; an empty field says nothing.
CREATE TABLE school_version (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school INTEGER NOT NULL REFERENCES school (id),
  name TEXT NOT NULL,
  municipality TEXT NOT NULL,
  region TEXT NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX school_version_by_school ON school_version (school, batch, line);
CREATE INDEX school_version_by_batch ON school_version (batch);

-- An assessment event that some batch mentions: kind × subject × programme grade × year × level.
CREATE TABLE procedure (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  year INTEGER NOT NULL,
  level TEXT NOT NULL,
  title TEXT NOT NULL,
  UNIQUE (kind, subject, grade, year, level)
);

-- Marks by primary score as a file states them. `borders`: least scores of the marks 3, 4 …, by commas;
-- years 0 mean unbounded.
CREATE TABLE scale (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  level TEXT NOT NULL,
  year_from INTEGER NOT NULL,
  year_to INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  borders TEXT NOT NULL
);
CREATE INDEX scale_by_batch ON scale (batch);

-- Participants' rows of one batch and procedure; a large file gives several slices. The columns are in
-- segment_column; the virtual table `results` shows the rows. `directory`: schools and their row counts.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  procedure INTEGER NOT NULL REFERENCES procedure (id),
  slice INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  directory BLOB NOT NULL,
  UNIQUE (batch, procedure, slice)
);
CREATE INDEX segment_by_procedure ON segment (procedure);

-- Encoded columns of a segment: score, mark, journal …; tally_scores and tally_marks where counts by
-- school × score × mark and school × mark × journal mark are much shorter than the rows.
CREATE TABLE segment_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (segment, name)
);

-- Scores of one task, row by row as in the segment; `task` is the label of the file.
CREATE TABLE task_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  task TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (segment, position)
);

-- Pupils of a school in a procedure who are no participants.
CREATE TABLE attendance (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  procedure INTEGER NOT NULL REFERENCES procedure (id),
  school INTEGER NOT NULL REFERENCES school (id),
  absent INTEGER NOT NULL,
  other INTEGER NOT NULL
);
CREATE INDEX attendance_by_batch ON attendance (batch, procedure, school);
CREATE INDEX attendance_by_procedure ON attendance (procedure);
CREATE INDEX attendance_by_school ON attendance (school);

-- Which schools of an older batch's procedure a newer batch replaces (encoded school ids, ascending).
-- Rows of these schools are not seen while the newer batch is there.
CREATE TABLE replaced (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  older_batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  procedure INTEGER NOT NULL REFERENCES procedure (id),
  schools BLOB NOT NULL,
  PRIMARY KEY (batch, older_batch, procedure)
) WITHOUT ROWID;
CREATE INDEX replaced_by_older ON replaced (older_batch, procedure);
CREATE INDEX replaced_by_procedure ON replaced (procedure);

-- One answer of a social passport or questionnaire. Numbers are exact: numerator / denominator.
CREATE TABLE context (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school INTEGER NOT NULL REFERENCES school (id),
  year INTEGER NOT NULL,
  item TEXT NOT NULL,
  text TEXT NOT NULL,
  numerator INTEGER,
  denominator INTEGER,
  line INTEGER NOT NULL
);
CREATE INDEX context_by_year ON context (year, school, item, batch, line);
CREATE INDEX context_by_batch ON context (batch);
CREATE INDEX context_by_school ON context (school);

-- Reference data kept as delivered: a JSON object of the columns of one line.
CREATE TABLE reference_row (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  dataset TEXT NOT NULL,
  json TEXT NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX reference_row_by_dataset ON reference_row (dataset, batch, line);
CREATE INDEX reference_row_by_batch ON reference_row (batch);

-- One execution of methodologies, with everything needed to repeat it.
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pack TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  pack_digest TEXT NOT NULL,
  year INTEGER NOT NULL,
  data_digest TEXT NOT NULL,
  host_version TEXT NOT NULL,
  actor TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL
);

CREATE TABLE run_method (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  method TEXT NOT NULL,
  digest TEXT NOT NULL,
  params TEXT NOT NULL,
  PRIMARY KEY (run, position)
) WITHOUT ROWID;

-- What a methodology found in one territory ('': everywhere at once). `inputs`: digest over everything it
-- depends on, so that a later run with the same inputs refers to the part instead of computing it again.
-- `data`: the checks as encoded columns; the virtual table `checks` shows them.
CREATE TABLE part (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inputs TEXT NOT NULL,
  territory TEXT NOT NULL,
  checks INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX part_by_inputs ON part (inputs);

-- Categories of a part with the rules and requirements behind them (`definition`, JSON), and how many
-- schools got which answer.
CREATE TABLE part_category (
  part INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  category TEXT NOT NULL,
  title TEXT NOT NULL,
  methodology TEXT NOT NULL,
  definition TEXT NOT NULL,
  yes INTEGER NOT NULL,
  no INTEGER NOT NULL,
  not_assessable INTEGER NOT NULL,
  PRIMARY KEY (part, position)
) WITHOUT ROWID;

-- The answer for each school and category (`category`: position in part_category). `further`: columns
-- that the methodology gives for its list, a JSON object.
CREATE TABLE decision (
  part INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
  category INTEGER NOT NULL,
  school TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'not_assessable')),
  reason TEXT,
  further TEXT,
  PRIMARY KEY (part, category, school)
) WITHOUT ROWID;

CREATE TABLE run_part (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  part INTEGER NOT NULL REFERENCES part (id),
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE INDEX run_part_by_part ON run_part (part);

-- Who did what and when (UTC). Never deleted, not even by undo.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
);

CREATE VIEW school_alias AS
  SELECT DISTINCT s.key, b.code FROM batch_school b JOIN school s ON s.id = b.school;

-- The registry now: for each field the newest batch that says something.
CREATE VIEW school_current AS
  SELECT s.id, s.key, s.code,
    (SELECT v.name FROM school_version v WHERE v.school = s.id AND v.name <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS name,
    (SELECT v.municipality FROM school_version v WHERE v.school = s.id AND v.municipality <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS municipality,
    (SELECT v.region FROM school_version v WHERE v.school = s.id AND v.region <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS region
  FROM school s;

-- Decisions as people look for them: by run and category.
CREATE VIEW run_decision AS
  SELECT r.run, c.category, c.methodology, p.territory, d.school, d.answer, d.reason, d.further
  FROM run_part r JOIN part p ON p.id = r.part JOIN part_category c ON c.part = p.id
    JOIN decision d ON d.part = c.part AND d.category = c.position;

-- The social passport now: the newest batch's answer for each school, year and item.
CREATE VIEW context_current AS
  SELECT s.code AS school, c.year, c.item, c.text, c.numerator, c.denominator, c.batch, c.line
  FROM context c JOIN school s ON s.id = c.school
  WHERE NOT EXISTS (
    SELECT 1 FROM context n
    WHERE n.year = c.year AND n.school = c.school AND n.item = c.item AND (n.batch, n.line) > (c.batch, c.line));

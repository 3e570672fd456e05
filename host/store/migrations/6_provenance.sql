-- Version 6: what a run was made of, seals that show later changes, decisions by people, and lists under an act.

-- Files of packs as runs saw them, each once. `digest`: SHA-256 of its bytes, hex.
CREATE TABLE pack_file (
  digest TEXT PRIMARY KEY,
  data BLOB NOT NULL
) WITHOUT ROWID;

-- A pack as it was. `digest`: that of the pack; a folder of scripts that packs share is kept like a pack.
CREATE TABLE pack_copy (
  digest TEXT NOT NULL,
  path TEXT NOT NULL,
  file TEXT NOT NULL REFERENCES pack_file (digest),
  PRIMARY KEY (digest, path)
) WITHOUT ROWID;

-- The pack of a run, then its bases, then the scripts that packs share (`pack` is empty).
CREATE TABLE run_pack (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  pack TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (run, position)
) WITHOUT ROWID;

-- The batches that were there when the run was made. They may have been undone since.
CREATE TABLE run_batch (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  batch INTEGER NOT NULL,
  content_digest TEXT NOT NULL,
  PRIMARY KEY (run, batch)
) WITHOUT ROWID;

-- `host_build`: which program; `kernel_digest`: how its kernels calculate, whatever the build.
ALTER TABLE run ADD COLUMN host_build TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN kernel_digest TEXT NOT NULL DEFAULT '';
-- The year whose rules were applied to the data of `year`; 0 in runs from before: the same.
ALTER TABLE run ADD COLUMN rules_of INTEGER NOT NULL DEFAULT 0;

-- Seals: digests over what was written, a line a piece ("name<TAB>hex") or one digest. Empty: from before version 6.
ALTER TABLE batch ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE part ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN seal TEXT NOT NULL DEFAULT '';
-- Over the entry and all before it: an entry that is changed, added or taken away later breaks the chain.
ALTER TABLE audit ADD COLUMN chain TEXT NOT NULL DEFAULT '';

-- A person's decision on a school, beside the rule's answer of the run, never instead of it. The newest that is not
-- withdrawn holds. `rule_answer`: what the run says.
CREATE TABLE override (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES run (id),
  methodology TEXT NOT NULL,
  category TEXT NOT NULL,
  school TEXT NOT NULL,
  rule_answer TEXT NOT NULL CHECK (rule_answer IN ('yes', 'no', 'not_assessable')),
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  document TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  seal TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL DEFAULT '',
  withdrawn_at TEXT NOT NULL DEFAULT '',
  withdrawn_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX override_by_run ON override (run, methodology, category, school);

-- Lists: schools of one category of a run, with names and reasons as they were, on the way to an act and under it.
-- `year`: of the list; the data are those of the run's year. `seal`: over the list, its entries and its way.
CREATE TABLE list (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES run (id),
  pack TEXT NOT NULL,
  methodology TEXT NOT NULL,
  category TEXT NOT NULL,
  title TEXT NOT NULL,
  year INTEGER NOT NULL,
  data_year INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'agreed', 'approved', 'superseded', 'withdrawn')),
  order_number TEXT NOT NULL DEFAULT '',
  order_date TEXT NOT NULL DEFAULT '',
  supersedes INTEGER REFERENCES list (id),
  seal TEXT NOT NULL DEFAULT ''
);
CREATE INDEX list_by_category ON list (pack, methodology, category, year);

-- Schools that the rule or a person puts on the list (`answer` is yes), and those that a person takes off it (no).
CREATE TABLE list_entry (
  list INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  school TEXT NOT NULL,
  name TEXT NOT NULL,
  municipality TEXT NOT NULL,
  rule_answer TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  reasons TEXT NOT NULL,
  override INTEGER REFERENCES override (id),
  PRIMARY KEY (list, school)
) WITHOUT ROWID;
CREATE INDEX list_entry_by_school ON list_entry (school);

-- The way of a list: each step with who, when and on what grounds. `municipality`: whose part was confirmed.
CREATE TABLE list_step (
  list INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('proposed', 'refreshed', 'reviewed', 'confirmed', 'agreed', 'returned', 'approved', 'superseded', 'withdrawn')),
  municipality TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  note TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (list, position)
) WITHOUT ROWID;

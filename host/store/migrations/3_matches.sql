-- From version 2 to 3: pairs of schools and partners, proposed by the matchings of a pack.

-- One execution of a matching, with everything needed to repeat it. `run`: whose list held the schools that need a
-- partner, `category`: the list; `excluded_by`: a further run whose lists disqualified partners, when `run` had not
-- all of them. `outputs`: titles of the further columns of the pairs, a JSON object.
CREATE TABLE matching (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pack TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  pack_digest TEXT NOT NULL,
  year INTEGER NOT NULL,
  matching TEXT NOT NULL,
  title TEXT NOT NULL,
  digest TEXT NOT NULL,
  params TEXT NOT NULL,
  outputs TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run (id),
  category TEXT NOT NULL,
  excluded_by INTEGER REFERENCES run (id),
  offering INTEGER NOT NULL,
  excluded INTEGER NOT NULL,
  data_digest TEXT NOT NULL,
  host_version TEXT NOT NULL,
  actor TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL
);
CREATE INDEX matching_by_run ON matching (run);

-- Rank 1: the partner proposed; 2 and more: who would come next. `partner` is a school's code, or a name of the
-- pack's own list (curators). `further`: values of the further columns, a JSON object.
CREATE TABLE matching_pair (
  matching INTEGER NOT NULL REFERENCES matching (id) ON DELETE CASCADE,
  school TEXT NOT NULL,
  rank INTEGER NOT NULL,
  partner TEXT NOT NULL,
  cost REAL NOT NULL,
  reason TEXT NOT NULL,
  further TEXT NOT NULL,
  PRIMARY KEY (matching, school, rank)
) WITHOUT ROWID;

-- Schools that got no partner, and why.
CREATE TABLE matching_unmatched (
  matching INTEGER NOT NULL REFERENCES matching (id) ON DELETE CASCADE,
  school TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (matching, school)
) WITHOUT ROWID;

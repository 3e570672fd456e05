-- A store as version 5 of the schema left it: two schools, eight participants, one run. Made-up data.
BEGIN TRANSACTION;
CREATE TABLE attendance (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  procedure INTEGER NOT NULL REFERENCES procedure (id),
  school INTEGER NOT NULL REFERENCES school (id),
  absent INTEGER NOT NULL,
  other INTEGER NOT NULL
);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
);
INSERT INTO "audit" VALUES(1,'2026-11-26T08:00:43Z','tester','import','batch 1','logins.csv');
INSERT INTO "audit" VALUES(2,'2026-11-26T08:00:43Z','tester','import','batch 2','in.csv');
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
INSERT INTO "batch" VALUES(1,'logins.csv','73225dcb1feeab9ce8e2c6967078480e8a9ed6759a33d91eb7f289fa27871238','ru/logins','466a881839f6624fdda073a10e10a960585e68020ddbf5f8d13095e693747a6f','tester','2026-11-26T08:00:43Z',1,1,1,1,1,2,2,0,0,0,'d9ed87a67cb211314bb541ec111522e3024e1be884a0384dd357f7bea60bb91a','{"file":"logins.csv","outcome":"imported","profile":"ru/logins","sha256":"73225dcb1feeab9ce8e2c6967078480e8a9ed6759a33d91eb7f289fa27871238","bytes":123,"counts":{"rows":2,"accepted":2,"absent":0,"other":0,"rejected":0},"sheets":[{"sheet":"","header_row":1,"rows":2,"accepted":2,"absent":0,"other":0,"rejected":0}],"schools":2,"registry":2}');
INSERT INTO "batch" VALUES(2,'in.csv','c42336adb345a1cf765036c4aa9213d65af30f566ae8e7b4dfc51ead98aa5cf7','ru.opora.csv-results/results','04444ad8760a3e10b386ccdea28c44b3ebe30f057e71af6a523552e726fa3b48','tester','2026-11-26T08:00:43Z',1,1,1,1,1,8,8,0,0,0,'de4e83edddf433138876325f4aa0915f8a64705dd58e4fbeb9170bc4c6590f55','{"file":"in.csv","outcome":"imported","profile":"ru.opora.csv-results/results","sha256":"c42336adb345a1cf765036c4aa9213d65af30f566ae8e7b4dfc51ead98aa5cf7","counts":{"rows":8,"accepted":8,"absent":0,"other":0,"rejected":0},"sheets":[{"sheet":"","header_row":1,"rows":8,"accepted":8,"absent":0,"other":0,"rejected":0}],"procedures":[{"procedure":"ВПР RU 4 2022","accepted":5,"absent":0,"other":0,"maximum":38,"marks":true},{"procedure":"ВПР MA 4 2022","accepted":3,"absent":0,"other":0,"maximum":20,"marks":true}],"schools":2,"new_rows":8}');
CREATE TABLE batch_school (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school INTEGER NOT NULL REFERENCES school (id),
  code TEXT NOT NULL,
  PRIMARY KEY (batch, school)
) WITHOUT ROWID;
INSERT INTO "batch_school" VALUES(1,1,'sch101');
INSERT INTO "batch_school" VALUES(1,2,'sch102');
INSERT INTO "batch_school" VALUES(2,1,'101');
INSERT INTO "batch_school" VALUES(2,2,'102');
CREATE TABLE code_text (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  level TEXT NOT NULL,
  year INTEGER NOT NULL,
  codifier TEXT NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  line INTEGER NOT NULL
);
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
CREATE TABLE decision (
  part INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
  category INTEGER NOT NULL,
  school TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'not_assessable')),
  reason TEXT,
  further TEXT,
  PRIMARY KEY (part, category, school)
) WITHOUT ROWID;
INSERT INTO "decision" VALUES(1,0,'sch101','yes',NULL,NULL);
INSERT INTO "decision" VALUES(1,0,'sch102','not_assessable','ВПР MA 4 2022: мало участников: 1, нужно не менее 2',NULL);
CREATE TABLE external_list (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school_key TEXT NOT NULL,
  code TEXT NOT NULL,
  year INTEGER NOT NULL,
  list TEXT NOT NULL,
  marker TEXT NOT NULL,
  line INTEGER NOT NULL
);
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
CREATE TABLE matching_unmatched (
  matching INTEGER NOT NULL REFERENCES matching (id) ON DELETE CASCADE,
  school TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (matching, school)
) WITHOUT ROWID;
CREATE TABLE part (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inputs TEXT NOT NULL,
  territory TEXT NOT NULL,
  checks INTEGER NOT NULL,
  data BLOB NOT NULL
);
INSERT INTO "part" VALUES(1,'09e3268676512dd4801de17b4e3e1fb1a5dee99fb322acf6ec4aae5090ff757b','',4,X'01060000000000000001010400010C040000000000000001000400060000000000000001010400010A04000000000000000100040206000000000000000101040202490600000000000000010104000209060000000000000001010402024904000000000000000100000004000000000000000100000004000000000000000100020C0C00000000000000736368313031736368313032080000000000000001010320070000107000000000000000D092D09FD0A0204D4120342032303232D092D09FD0A020525520342032303232D092D09FD0A0204D41203420323032323A20D0BCD0B0D0BBD0BE20D183D187D0B0D181D182D0BDD0B8D0BAD0BED0B23A20312C20D0BDD183D0B6D0BDD0BE20D0BDD0B520D0BCD0B5D0BDD0B5D0B52032');
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
INSERT INTO "part_category" VALUES(1,0,'ШНОР','Школы с низкими образовательными результатами','low-results','{"combination":"any","requirements":[{"rule":"this_year","count":2},{"rule":"both_years","count":1}],"rules":[{"index":0,"name":"this_year","title":"Доля отметок «2» в году списка","op":">=","numerator":30,"denominator":100,"min_n":2,"unit":"%"}]}',1,0,1);
CREATE TABLE part_warning (
  part INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  warning TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (part, position)
) WITHOUT ROWID;
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
INSERT INTO "procedure" VALUES(1,'ВПР','MA',4,2022,'','ВПР MA 4 2022');
INSERT INTO "procedure" VALUES(2,'ВПР','RU',4,2022,'','ВПР RU 4 2022');
CREATE TABLE replaced (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  older_batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  procedure INTEGER NOT NULL REFERENCES procedure (id),
  schools BLOB NOT NULL,
  PRIMARY KEY (batch, older_batch, procedure)
) WITHOUT ROWID;
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
INSERT INTO "run" VALUES(1,'ru','0.1.0','8759f7c4935d8234e0e41aed0ffa7664b9c8e759a15cd0699c1fe1dcc6bf5e1a',2022,'ba6dc35e15e62efbdba1047f48e823bdf7994a88ffa0d393ac377cd9bb4753c5','0.1.0','','2026-11-26T08:01:00Z','2026-11-26T08:01:01Z');
CREATE TABLE run_method (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  method TEXT NOT NULL,
  digest TEXT NOT NULL,
  params TEXT NOT NULL, grounds TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
INSERT INTO "run_method" VALUES(1,0,'low-results','35cde3a652e94df2d3d2ac8f6857f34fa23cf71ae5b155516ff384731d186f99','{"low_share":{"value":"30","title":"Доля участников с отметкой «2», не менее","basis":"федеральный критерий 2025 г.: «не менее 30% участников, не преодолевших минимальный порог»"},"procedures":{"value":"2","title":"Процедур в году списка, не менее","basis":"федеральный критерий 2025 г.: «по двум и более оценочным процедурам»"},"combine":{"value":"or","title":"Условия A и B вместе (and) или любое (or)","basis":"решение региона: чтение союза «а также» в федеральном критерии"},"pooling":{"value":"none","title":"Объединять параллели одного предмета","basis":"решение региона: что считать одной оценочной процедурой"},"min_n":{"value":"2","title":"Участников в процедуре, не менее","basis":"решение региона: малые группы не оцениваются"},"lowest_mark":{"value":"2","title":"Отметка ниже минимального порога","basis":"федеральный критерий 2025 г.: «верхняя граница отметки “2”»"}}','{"source":"федеральный критерий школ с низкими образовательными результатами, редакция 2025 г.","assumes":"отметка «2» выставлена по границам, которые одинаковы для всех школ; пересдачи и неявка не учитываются","uncertainty":"доли посчитаны по всем участникам, это не выборка; у малых школ доля от года к году меняется случайно","limits":"малые группы участников не оцениваются; где есть признаки необъективных результатов, сначала нужна проверка"}');
CREATE TABLE run_part (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  part INTEGER NOT NULL REFERENCES part (id),
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
INSERT INTO "run_part" VALUES(1,0,1);
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
CREATE TABLE school (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL
);
INSERT INTO "school" VALUES(1,'101','sch101');
INSERT INTO "school" VALUES(2,'102','sch102');
CREATE TABLE school_version (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school INTEGER NOT NULL REFERENCES school (id),
  name TEXT NOT NULL,
  municipality TEXT NOT NULL,
  region TEXT NOT NULL,
  line INTEGER NOT NULL
);
INSERT INTO "school_version" VALUES(1,1,'Школа 101','Первый район','',2);
INSERT INTO "school_version" VALUES(1,2,'Школа 102','Второй район','',3);
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
INSERT INTO "segment" VALUES(1,2,1,0,3,20,X'010601010202010206010102020101');
INSERT INTO "segment" VALUES(2,2,2,0,5,38,X'010601010202010206010102040101');
CREATE TABLE segment_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (segment, name)
);
INSERT INTO "segment_column" VALUES(1,'score',X'01010306049008');
INSERT INTO "segment_column" VALUES(1,'mark_of_score',X'01010D00030004000048');
INSERT INTO "segment_column" VALUES(1,'journal',X'010103060106');
INSERT INTO "segment_column" VALUES(1,'line',X'0101030A030801');
INSERT INTO "segment_column" VALUES(1,'variant',X'010101320401000302');
INSERT INTO "segment_column" VALUES(2,'score',X'0101050A0520E4C701');
INSERT INTO "segment_column" VALUES(2,'mark_of_score',X'010122000300000900000000300000001028');
INSERT INTO "segment_column" VALUES(2,'journal',X'010105060114');
INSERT INTO "segment_column" VALUES(2,'line',X'0101050403886A');
INSERT INTO "segment_column" VALUES(2,'variant',X'01020131013206010105020104');
CREATE TABLE task_code (
  description INTEGER NOT NULL REFERENCES task_description (id) ON DELETE CASCADE,
  codifier TEXT NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (description, codifier, position)
) WITHOUT ROWID;
CREATE TABLE task_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  task TEXT NOT NULL,
  maximum INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (segment, position)
);
CREATE TABLE task_description (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  level TEXT NOT NULL,
  year INTEGER NOT NULL,
  task TEXT NOT NULL,
  position INTEGER NOT NULL,
  skill TEXT NOT NULL,
  block TEXT NOT NULL,
  difficulty TEXT NOT NULL,
  maximum INTEGER NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX batch_by_file ON batch (file_digest);
CREATE INDEX batch_school_by_school ON batch_school (school, batch);
CREATE INDEX school_version_by_school ON school_version (school, batch, line);
CREATE INDEX school_version_by_batch ON school_version (batch);
CREATE INDEX scale_by_batch ON scale (batch);
CREATE INDEX segment_by_procedure ON segment (procedure);
CREATE INDEX attendance_by_batch ON attendance (batch, procedure, school);
CREATE INDEX attendance_by_procedure ON attendance (procedure);
CREATE INDEX attendance_by_school ON attendance (school);
CREATE INDEX replaced_by_older ON replaced (older_batch, procedure);
CREATE INDEX replaced_by_procedure ON replaced (procedure);
CREATE INDEX context_by_year ON context (year, school, item, batch, line);
CREATE INDEX context_by_batch ON context (batch);
CREATE INDEX context_by_school ON context (school);
CREATE INDEX part_by_inputs ON part (inputs);
CREATE INDEX run_part_by_part ON run_part (part);
CREATE VIEW school_alias AS
  SELECT DISTINCT s.key, b.code FROM batch_school b JOIN school s ON s.id = b.school;
CREATE VIEW school_current AS
  SELECT s.id, s.key, s.code,
    (SELECT v.name FROM school_version v WHERE v.school = s.id AND v.name <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS name,
    (SELECT v.municipality FROM school_version v WHERE v.school = s.id AND v.municipality <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS municipality,
    (SELECT v.region FROM school_version v WHERE v.school = s.id AND v.region <> ''
       ORDER BY v.batch DESC, v.line DESC LIMIT 1) AS region
  FROM school s;
CREATE VIEW run_decision AS
  SELECT r.run, c.category, c.methodology, p.territory, d.school, d.answer, d.reason, d.further
  FROM run_part r JOIN part p ON p.id = r.part JOIN part_category c ON c.part = p.id
    JOIN decision d ON d.part = c.part AND d.category = c.position;
CREATE VIEW context_current AS
  SELECT s.code AS school, c.year, c.item, c.text, c.numerator, c.denominator, c.batch, c.line
  FROM context c JOIN school s ON s.id = c.school
  WHERE NOT EXISTS (
    SELECT 1 FROM context n
    WHERE n.year = c.year AND n.school = c.school AND n.item = c.item AND (n.batch, n.line) > (c.batch, c.line));
CREATE INDEX external_list_by_list ON external_list (list, year, batch);
CREATE INDEX external_list_by_batch ON external_list (batch);
CREATE VIEW external_list_current AS
  SELECT coalesce(s.code, l.code) AS school, l.list, l.year, l.marker, s.id IS NOT NULL AS known, l.batch, l.line
  FROM external_list l LEFT JOIN school s ON s.key = l.school_key
  WHERE l.batch = (SELECT max(n.batch) FROM external_list n WHERE n.list = l.list AND n.year = l.year);
CREATE INDEX matching_by_run ON matching (run);
CREATE INDEX task_description_by_work ON task_description (kind, subject, grade, level, year, batch);
CREATE INDEX task_description_by_batch ON task_description (batch);
CREATE INDEX code_text_by_work ON code_text (kind, subject, grade, level, year, codifier, batch);
CREATE INDEX code_text_by_batch ON code_text (batch);
CREATE VIEW task_description_current AS
  SELECT d.id, d.kind, d.subject, d.grade, d.level, d.year, d.task, d.position AS task_position, d.skill, d.block, d.difficulty, d.maximum AS task_max,
    (SELECT group_concat(c.code, ', ') FROM (SELECT code FROM task_code WHERE description = d.id AND codifier = 'content' ORDER BY position) c) AS content_codes,
    (SELECT group_concat(c.code, ', ') FROM (SELECT code FROM task_code WHERE description = d.id AND codifier = 'requirement' ORDER BY position) c) AS requirement_codes,
    d.batch, d.line
  FROM task_description d
  WHERE d.batch = (SELECT max(n.batch) FROM task_description n
    WHERE n.kind = d.kind AND n.subject = d.subject AND n.grade = d.grade AND n.level = d.level AND n.year = d.year);
CREATE VIEW code_text_current AS
  SELECT t.kind, t.subject, t.grade, t.level, t.year, t.codifier, t.code, t.text, t.batch, t.line
  FROM code_text t
  WHERE t.batch = (SELECT max(n.batch) FROM code_text n
    WHERE n.kind = t.kind AND n.subject = t.subject AND n.grade = t.grade AND n.level = t.level AND n.year = t.year AND n.codifier = t.codifier);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('batch',2);
INSERT INTO "sqlite_sequence" VALUES('audit',2);
INSERT INTO "sqlite_sequence" VALUES('run',1);
INSERT INTO "sqlite_sequence" VALUES('part',1);
COMMIT;

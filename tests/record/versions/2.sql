-- A record of version 2, as `migrate` finds it.
BEGIN TRANSACTION;
CREATE TABLE answers (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            attempt TEXT NOT NULL,
            stage TEXT NOT NULL CHECK (stage IN ('prediction', 'answer')),
            profile TEXT NOT NULL,
            session TEXT NOT NULL,
            deck TEXT NOT NULL,
            question TEXT NOT NULL,
            type TEXT NOT NULL,
            revision INTEGER NOT NULL,
            content TEXT NOT NULL,
            variant TEXT NOT NULL,
            seed INTEGER NOT NULL,
            options TEXT NOT NULL,
            prediction TEXT,
            answer TEXT,
            certainty TEXT,
            hints INTEGER NOT NULL,
            committed_at TEXT NOT NULL,
            seconds REAL,
            tags TEXT NOT NULL,
            objectives TEXT NOT NULL,
            version TEXT NOT NULL,
            UNIQUE (attempt, stage)
        );
INSERT INTO "answers" VALUES(1,'s-1','answer','default','s','deck','single','single',1,'0123456789abcdef','{}',3,'[["a","A"],["b","B"]]','{"form":"pick_one","picked":["a"]}','{"form":"pick_one","picked":["a"]}','high',1,'2026-01-01T09:01:00.000000+00:00',12.5,'["single"]','["I1"]','0.1.0');
INSERT INTO "answers" VALUES(2,'s-2','answer','default','s','deck','single','single',1,'0123456789abcdef','{}',3,'[["a","A"],["b","B"]]','{"form":"pick_one","picked":["a"]}','{"form":"pick_one","picked":["a"]}','high',1,'2026-01-01T09:02:00.000000+00:00',12.5,'["single"]','["I1"]','0.1.0');
CREATE TABLE drafts (
            session TEXT NOT NULL,
            number INTEGER NOT NULL,
            state TEXT NOT NULL,
            seconds REAL NOT NULL,
            PRIMARY KEY (session, number)
        );
CREATE TABLE endings (session TEXT PRIMARY KEY, ended_at TEXT NOT NULL);
CREATE TABLE marks (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            attempt TEXT NOT NULL,
            "right" INTEGER NOT NULL,
            foreseen INTEGER NOT NULL,
            credit REAL NOT NULL,
            marks TEXT NOT NULL,
            disputed TEXT NOT NULL,
            judged INTEGER NOT NULL,
            measured TEXT NOT NULL,
            marked_at TEXT NOT NULL
        );
INSERT INTO "marks" VALUES(1,'s-1',1,1,1.0,'{"a":"right","b":"rightly left"}','[]',0,'[]','2026-01-01T09:01:01.000000+00:00');
INSERT INTO "marks" VALUES(2,'s-1',1,1,1.0,'{"a":"right","b":"rightly left"}','[]',1,'[]','2026-01-01T09:01:01.000000+00:00');
CREATE TABLE places (session TEXT PRIMARY KEY, position INTEGER NOT NULL, kept_at TEXT NOT NULL);
INSERT INTO "places" VALUES('s',1,'2026-01-01T09:02:00.000000+00:00');
CREATE TABLE sittings (
            session TEXT PRIMARY KEY,
            profile TEXT NOT NULL,
            deck TEXT NOT NULL,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            seed INTEGER NOT NULL,
            questions TEXT NOT NULL,
            minutes REAL,
            started_at TEXT NOT NULL
        );
INSERT INTO "sittings" VALUES('s','default','deck','deck.yaml','play',3,'["single","tune"]',NULL,'2026-01-01T09:00:00.000000+00:00');
CREATE INDEX marks_by_attempt ON marks (attempt);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('answers',2);
INSERT INTO "sqlite_sequence" VALUES('marks',2);
COMMIT;
PRAGMA user_version = 2;
PRAGMA application_id = 1366970979;

-- The master keys that something is wrapped with: a proof of each, so that a wrong key is told from damaged data.
CREATE TABLE vault_master (id text PRIMARY KEY, proof bytea NOT NULL);

-- The key of the marks of identity documents: one for the whole vault.
CREATE TABLE vault_index_key (
    id int PRIMARY KEY CHECK (id = 1), master text NOT NULL REFERENCES vault_master (id), sealed bytea NOT NULL);

-- A person's row is the lock of all that the person has. A master key that wraps someone cannot be taken away.
CREATE TABLE vault_person (
    person text COLLATE "C" PRIMARY KEY, master text NOT NULL REFERENCES vault_master (id), sealed bytea NOT NULL);
CREATE INDEX vault_person_by_master ON vault_person (master);

CREATE TABLE vault_box (
    person text COLLATE "C" NOT NULL, kind smallint NOT NULL, id text COLLATE "C" NOT NULL, sealed bytea NOT NULL, PRIMARY KEY (person, kind, id));
-- What is encrypted cannot be compressed.
ALTER TABLE vault_box ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- One identity document, one person: the primary key says so, whoever else is writing.
CREATE TABLE vault_identity (mark bytea PRIMARY KEY, person text COLLATE "C" NOT NULL);
CREATE INDEX vault_identity_by_person ON vault_identity (person);

CREATE TABLE vault_access (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, person text COLLATE "C" NOT NULL, kind smallint NOT NULL, note text,
    accessed_by text NOT NULL, purpose text NOT NULL, found boolean NOT NULL, at bigint NOT NULL);
CREATE INDEX vault_access_by_person ON vault_access (person, number);

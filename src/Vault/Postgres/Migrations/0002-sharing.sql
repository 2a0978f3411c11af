-- What persons share: keyed codes, in the same transaction as the document that they are made of, and gone with the person.
CREATE TABLE vault_code (
    nation text COLLATE "C" NOT NULL, kind smallint NOT NULL, code bytea NOT NULL, person text COLLATE "C" NOT NULL, PRIMARY KEY (nation, kind, code, person));
CREATE INDEX vault_code_by_person ON vault_code (person);

-- The version of the codes that a person has; 0 for none yet.
ALTER TABLE vault_person ADD COLUMN coded int NOT NULL DEFAULT 0;

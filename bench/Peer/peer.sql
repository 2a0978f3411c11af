-- Every request is one statement and so one transaction and one round trip: a function checks, writes and remembers the request's key.
-- The row that all want (the city's) is updated last, so that its lock is held for the commit's flush and for nothing else.
-- Counters have room in their page for the next version of the row, so that an update touches no index.

CREATE TABLE requests (
    key text COLLATE "C" PRIMARY KEY,
    fingerprint bigint NOT NULL,
    answer text NOT NULL,
    at timestamptz NOT NULL DEFAULT now());

CREATE TABLE cities (
    id text COLLATE "C" PRIMARY KEY,
    quota int NOT NULL,
    held int NOT NULL DEFAULT 0,
    paused boolean NOT NULL DEFAULT false,
    CHECK (held BETWEEN 0 AND quota)) WITH (fillfactor = 10);

CREATE TABLE holds (
    sponsorship text COLLATE "C" PRIMARY KEY,
    city text COLLATE "C" NOT NULL,
    until timestamptz NOT NULL);

CREATE TABLE waiting (
    ticket bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    city text COLLATE "C" NOT NULL,
    sponsorship text COLLATE "C" NOT NULL UNIQUE);

-- The other way to keep a quota: a row a place, of which each request takes one that nobody else has locked.
CREATE TABLE places (
    city text COLLATE "C" NOT NULL,
    no int NOT NULL,
    sponsorship text COLLATE "C",
    PRIMARY KEY (city, no)) WITH (fillfactor = 50);

CREATE TABLE hosts (id text COLLATE "C" PRIMARY KEY, live text COLLATE "C") WITH (fillfactor = 70);
CREATE TABLE migrants (id text COLLATE "C" PRIMARY KEY, live text COLLATE "C") WITH (fillfactor = 70);

CREATE TABLE sponsorships (
    id text COLLATE "C" PRIMARY KEY,
    city text COLLATE "C" NOT NULL,
    host text COLLATE "C" NOT NULL,
    migrant text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    arrived date,
    baseline bigint,
    earned bigint NOT NULL DEFAULT 0,
    taken bigint NOT NULL DEFAULT 0,
    through smallint NOT NULL DEFAULT 0) WITH (fillfactor = 70);

CREATE TABLE earnings (
    sponsorship text COLLATE "C" NOT NULL,
    year smallint NOT NULL,
    month smallint NOT NULL,
    employer text COLLATE "C" NOT NULL,
    earned bigint NOT NULL,
    PRIMARY KEY (sponsorship, year, month, employer));

CREATE TABLE postings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sponsorship text COLLATE "C" NOT NULL,
    year smallint NOT NULL,
    month smallint NOT NULL,
    earned bigint NOT NULL,
    earned_to_date bigint NOT NULL,
    due_to_date bigint NOT NULL,
    taken bigint NOT NULL,
    booked_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX postings_of_sponsorship ON postings (sponsorship);

-- What the host's half of the gain comes to by month n of a share year: rounded once, in the migrant's favour.
CREATE FUNCTION due(earned bigint, baseline bigint, n int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT greatest(0, (12 * earned - baseline * n) / 24) $$;

CREATE FUNCTION hold_place(in_city text, in_sponsorship text, in_key text, in_fingerprint bigint, in_until timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known requests%ROWTYPE;
BEGIN
    -- The same key at the same time waits here for the first one's commit.
    INSERT INTO requests (key, fingerprint, answer) VALUES (in_key, in_fingerprint, 'held') ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO known FROM requests WHERE key = in_key;
        RETURN CASE WHEN known.fingerprint = in_fingerprint THEN known.answer ELSE 'key-reused' END;
    END IF;
    INSERT INTO holds (sponsorship, city, until) VALUES (in_sponsorship, in_city, in_until) ON CONFLICT (sponsorship) DO NOTHING;
    IF NOT FOUND THEN RETURN 'held'; END IF;
    UPDATE cities SET held = held + 1 WHERE id = in_city AND held < quota AND NOT paused;
    IF FOUND THEN RETURN 'held'; END IF;
    DELETE FROM holds WHERE sponsorship = in_sponsorship;
    INSERT INTO waiting (city, sponsorship) VALUES (in_city, in_sponsorship) ON CONFLICT (sponsorship) DO NOTHING;
    UPDATE requests SET answer = 'waiting' WHERE key = in_key;
    RETURN 'waiting';
END $$;

-- in_start spreads the requests over the rows, so that they do not all look at the same ones first.
CREATE FUNCTION hold_row(in_city text, in_sponsorship text, in_key text, in_fingerprint bigint, in_start int, in_until timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known requests%ROWTYPE;
    place int;
BEGIN
    INSERT INTO requests (key, fingerprint, answer) VALUES (in_key, in_fingerprint, 'held') ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO known FROM requests WHERE key = in_key;
        RETURN CASE WHEN known.fingerprint = in_fingerprint THEN known.answer ELSE 'key-reused' END;
    END IF;
    INSERT INTO holds (sponsorship, city, until) VALUES (in_sponsorship, in_city, in_until) ON CONFLICT (sponsorship) DO NOTHING;
    IF NOT FOUND THEN RETURN 'held'; END IF;
    SELECT no INTO place FROM places WHERE city = in_city AND no >= in_start AND sponsorship IS NULL ORDER BY city, no LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF place IS NULL THEN
        SELECT no INTO place FROM places WHERE city = in_city AND sponsorship IS NULL ORDER BY city, no LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF place IS NOT NULL THEN
        UPDATE places SET sponsorship = in_sponsorship WHERE city = in_city AND no = place;
        RETURN 'held';
    END IF;
    DELETE FROM holds WHERE sponsorship = in_sponsorship;
    INSERT INTO waiting (city, sponsorship) VALUES (in_city, in_sponsorship) ON CONFLICT (sponsorship) DO NOTHING;
    UPDATE requests SET answer = 'waiting' WHERE key = in_key;
    RETURN 'waiting';
END $$;

-- A sponsorship from the proposal to the held place in one transaction. A refusal is an error, which undoes all of it.
CREATE FUNCTION form_sponsorship(in_id text, in_city text, in_host text, in_migrant text, in_key text, in_fingerprint bigint, in_until timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known requests%ROWTYPE;
BEGIN
    INSERT INTO requests (key, fingerprint, answer) VALUES (in_key, in_fingerprint, 'checking') ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO known FROM requests WHERE key = in_key;
        RETURN CASE WHEN known.fingerprint = in_fingerprint THEN known.answer ELSE 'key-reused' END;
    END IF;
    INSERT INTO sponsorships (id, city, host, migrant, status) VALUES (in_id, in_city, in_host, in_migrant, 'checking');
    UPDATE hosts SET live = in_id WHERE id = in_host AND live IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'host-busy' USING ERRCODE = 'VIP01'; END IF;
    UPDATE migrants SET live = in_id WHERE id = in_migrant AND live IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'migrant-busy' USING ERRCODE = 'VIP01'; END IF;
    INSERT INTO holds (sponsorship, city, until) VALUES (in_id, in_city, in_until);
    UPDATE cities SET held = held + 1 WHERE id = in_city AND held < quota AND NOT paused;
    IF NOT FOUND THEN RAISE EXCEPTION 'no-place' USING ERRCODE = 'VIP01'; END IF;
    RETURN 'checking';
END $$;

CREATE FUNCTION post_earnings(in_sponsorship text, in_year smallint, in_month smallint, in_employer text, in_earned bigint, in_key text, in_fingerprint bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known requests%ROWTYPE;
    s sponsorships%ROWTYPE;
    before bigint;
    n smallint;
BEGIN
    INSERT INTO requests (key, fingerprint, answer) VALUES (in_key, in_fingerprint, 'posted') ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO known FROM requests WHERE key = in_key;
        RETURN CASE WHEN known.fingerprint = in_fingerprint THEN known.answer ELSE 'key-reused' END;
    END IF;
    SELECT * INTO s FROM sponsorships WHERE id = in_sponsorship FOR UPDATE;
    IF s.arrived IS NULL THEN RAISE EXCEPTION 'no-such-sponsorship' USING ERRCODE = 'VIP01'; END IF;
    SELECT earned INTO before FROM earnings WHERE sponsorship = in_sponsorship AND year = in_year AND month = in_month AND employer = in_employer;
    IF before = in_earned THEN RETURN 'known'; END IF;
    INSERT INTO earnings VALUES (in_sponsorship, in_year, in_month, in_employer, in_earned)
    ON CONFLICT (sponsorship, year, month, employer) DO UPDATE SET earned = excluded.earned;
    s.earned := s.earned + in_earned - coalesce(before, 0);
    n := greatest(s.through, in_month);
    INSERT INTO postings (sponsorship, year, month, earned, earned_to_date, due_to_date, taken)
    VALUES (in_sponsorship, in_year, in_month, in_earned, s.earned, due(s.earned, s.baseline, n), due(s.earned, s.baseline, n) - s.taken);
    UPDATE sponsorships SET earned = s.earned, taken = due(s.earned, s.baseline, n), through = n WHERE id = in_sponsorship;
    RETURN 'posted';
END $$;

-- One transaction appends to several partitions: what belongs together is made at once, and what waits in a process goes in one round trip.
-- The function for one partition stays, for processes of the version before that still run while a cluster is brought up to date.

-- Appends to streams of any partitions, all in one round trip, at most one append a stream. Arrays that begin with a_ have one element an
-- append; e_ one an event, in the order of the appends; c_ one a command. a_partition is the number of the append's partition among
-- in_partitions, which names each once, in the order of their bytes; e_of and c_of are the number of the append; all from 1. Appends with
-- the same a_joint are one joint append: if one of them is refused, nothing of the others is written.
-- Answers one row an append, or one a repeated command of it: status 0 appended, 1 already appended, 2 conflict, 3 command repeated,
-- 4 withheld because another one of the joint append was refused.
--
-- The locks on the partitions' rows are taken before anything is read and end with the transaction. So positions become visible in their
-- order, and a reader of a feed misses none; and an earlier try of the same append, which may still be under way on a connection that
-- was lost, has ended before this one decides. They are taken in the order of the partitions' ids, so that no two transactions wait for
-- each other. As the whole transaction is this one statement, no client can hold a lock by being slow.
-- Small index look-ups are the right plan at any size; statistics of young tables must not talk the planner out of it.
CREATE FUNCTION journal_append(
    in_partitions text[],
    a_partition int[], a_joint int[], a_stream text[], a_id uuid[], a_version bigint[], a_hash bytea[], a_end bigint[], a_end_hash bytea[],
    e_of int[], e_version bigint[], e_at bigint[], e_type text[], e_actor text[], e_hash bytea[], e_data bytea[],
    c_of int[], c_id text[], c_fingerprint bigint[], c_version bigint[], c_outcome text[])
RETURNS TABLE (
    append int, status int, head_version bigint, head_hash bytea,
    command_id text, fingerprint bigint, command_version bigint, outcome text)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    p_no int[];
    p_last bigint[];
    p_end bigint[];
    p_hash bytea[];
    place int;
    s_no bigint[];
    s_version bigint[];
    s_hash bytea[];
    s_status int[];
    repeating int[];
    refused int[];
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'journal_append needs the isolation level read committed: only then does it see what the holder of the lock before it has written';
    END IF;

    INSERT INTO journal_partitions (id, last, hash)
    SELECT i.id, 0, decode(repeat('00', 32), 'hex') FROM unnest(in_partitions) AS i (id)
    WHERE NOT EXISTS (SELECT FROM journal_partitions p WHERE p.id = i.id) ORDER BY i.id
    ON CONFLICT (id) DO NOTHING;

    SELECT array_agg(l.no ORDER BY l.id), array_agg(l.last ORDER BY l.id), array_agg(l.hash ORDER BY l.id) INTO p_no, p_last, p_hash
    FROM (SELECT p.id, p.no, p.last, p.hash FROM journal_partitions p WHERE p.id = ANY (in_partitions) ORDER BY p.id FOR UPDATE) AS l;

    SELECT array_agg(coalesce(s.no, 0) ORDER BY a.n), array_agg(coalesce(s.version, 0) ORDER BY a.n), array_agg(coalesce(s.hash, ''::bytea) ORDER BY a.n)
    INTO s_no, s_version, s_hash
    FROM unnest(a_stream) WITH ORDINALITY AS a (id, n) LEFT JOIN journal_streams s ON s.id = a.id;

    SELECT array_agg(DISTINCT c.of) INTO repeating
    FROM unnest(c_of, c_id) AS c (of, id)
    WHERE EXISTS (SELECT FROM journal_commands m WHERE m.stream = s_no[c.of] AND m.command_id = c.id);

    SELECT array_agg(d.status ORDER BY d.n) INTO s_status FROM (
        SELECT a.n, CASE
            WHEN a.found_version > a.version AND EXISTS (
                SELECT FROM journal_events e WHERE e.stream = a.no AND e.version = a.version + 1 AND e.append_id = a.id) THEN 1
            WHEN a.n = ANY (repeating) THEN 3
            WHEN a.found_version <> a.version OR a.found_hash <> a.hash THEN 2
            ELSE 0 END AS status
        FROM unnest(a_id, a_version, a_hash, s_no, s_version, s_hash) WITH ORDINALITY AS a (id, version, hash, no, found_version, found_hash, n)) AS d;

    IF 2 = ANY (s_status) OR 3 = ANY (s_status) THEN
        SELECT array_agg(a.joint) INTO refused FROM unnest(a_joint, s_status) AS a (joint, status) WHERE a.status IN (2, 3);
        SELECT array_agg(CASE WHEN a.status = 0 AND a.joint = ANY (refused) THEN 4 ELSE a.status END ORDER BY a.n) INTO s_status
        FROM unnest(a_joint, s_status) WITH ORDINALITY AS a (joint, status, n);
    END IF;

    IF 0 = ANY (s_status) THEN
        INSERT INTO journal_streams (id, version, hash)
        SELECT a.id, a.version, a.hash FROM unnest(a_stream, a_end, a_end_hash, s_status, s_no) AS a (id, version, hash, status, no)
        WHERE a.status = 0 AND a.no = 0;

        UPDATE journal_streams s SET version = a.version, hash = a.hash
        FROM unnest(a_end, a_end_hash, s_status, s_no) AS a (version, hash, status, no)
        WHERE a.status = 0 AND s.no = a.no;

        IF 0 = ANY (s_no) THEN
            SELECT array_agg(coalesce(s.no, 0) ORDER BY a.n) INTO s_no
            FROM unnest(a_stream) WITH ORDINALITY AS a (id, n) LEFT JOIN journal_streams s ON s.id = a.id;
        END IF;

        INSERT INTO journal_events (partition, position, stream, version, at_ms, append_id, type, actor, hash, data)
        SELECT p_no[a_partition[e.of]], p_last[a_partition[e.of]] + row_number() OVER (PARTITION BY a_partition[e.of] ORDER BY e.n), s_no[e.of], e.version, e.at, a_id[e.of], e.type, e.actor, e.hash, e.data
        FROM unnest(e_of, e_version, e_at, e_type, e_actor, e_hash, e_data) WITH ORDINALITY AS e (of, version, at, type, actor, hash, data, n)
        WHERE s_status[e.of] = 0
        ORDER BY e.n;

        -- Each feed's hash, in the same order: over the bytes 56 49 50 46 00 00 00 01, the hash before, the position and the event's hash.
        p_end := p_last;
        FOR i IN 1 .. cardinality(e_of) LOOP
            IF s_status[e_of[i]] = 0 THEN
                place := a_partition[e_of[i]];
                p_end[place] := p_end[place] + 1;
                p_hash[place] := sha256('\x5649504600000001'::bytea || p_hash[place] || int8send(p_end[place]) || e_hash[i]);
            END IF;
        END LOOP;

        INSERT INTO journal_commands (stream, command_id, fingerprint, version, outcome)
        SELECT s_no[c.of], c.id, c.fingerprint, c.version, c.outcome
        FROM unnest(c_of, c_id, c_fingerprint, c_version, c_outcome) AS c (of, id, fingerprint, version, outcome)
        WHERE s_status[c.of] = 0;

        UPDATE journal_partitions p SET last = n.last, hash = n.hash
        FROM unnest(p_no, p_last, p_end, p_hash) AS n (no, before, last, hash) WHERE p.no = n.no AND n.last > n.before;
    END IF;

    RETURN QUERY
    SELECT a.n::int, a.status, CASE a.status WHEN 0 THEN a.end_version ELSE a.version END, CASE a.status WHEN 0 THEN a.end_hash ELSE a.hash END,
        NULL::text, NULL::bigint, NULL::bigint, NULL::text
    FROM unnest(s_status, a_end, a_end_hash, s_version, s_hash) WITH ORDINALITY AS a (status, end_version, end_hash, version, hash, n)
    WHERE a.status IN (0, 2, 4);

    -- The end of the append that was made before: the last of its run of events.
    IF 1 = ANY (s_status) THEN
        RETURN QUERY
        SELECT a.n::int, 1, e.version, e.hash, NULL::text, NULL::bigint, NULL::bigint, NULL::text
        FROM unnest(s_status, a_id, a_version) WITH ORDINALITY AS a (status, id, version, n),
            LATERAL (SELECT coalesce(
                (SELECT o.version - 1 FROM journal_events o WHERE o.stream = s_no[a.n] AND o.version > a.version AND o.append_id <> a.id ORDER BY o.version LIMIT 1),
                s_version[a.n]) AS version) AS run,
            LATERAL (SELECT x.version, x.hash FROM journal_events x WHERE x.stream = s_no[a.n] AND x.version = run.version) AS e
        WHERE a.status = 1;
    END IF;

    IF 3 = ANY (s_status) THEN
        RETURN QUERY
        SELECT c.of, 3, s_version[c.of], s_hash[c.of], m.command_id, m.fingerprint, m.version, m.outcome
        FROM unnest(c_of, c_id) WITH ORDINALITY AS c (of, id, n), LATERAL (
            SELECT k.command_id, k.fingerprint, k.version, k.outcome FROM journal_commands k WHERE k.stream = s_no[c.of] AND k.command_id = c.id) AS m
        WHERE s_status[c.of] = 3
        ORDER BY c.n;
    END IF;
END
$$;

-- Who may do what, held by the server and not by whoever connects to it. Three roles are granted to
-- people; what is forbidden is said by a code of its own, and row-level security stands behind it.

DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['tuogou_reader', 'tuogou_clerk', 'tuogou_office'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', one);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            -- Another database of the same server has made it at this moment.
            NULL;
        END;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
END $$;

GRANT USAGE ON SCHEMA tuogou TO tuogou_reader, tuogou_clerk, tuogou_office;
GRANT SELECT ON ALL TABLES IN SCHEMA tuogou TO tuogou_reader, tuogou_clerk, tuogou_office;
GRANT INSERT ON tuogou.entry, tuogou.change TO tuogou_clerk, tuogou_office;
GRANT UPDATE (seq, seal) ON tuogou.head TO tuogou_clerk, tuogou_office;

-- What somebody who records is; nothing for whoever may not.
CREATE FUNCTION tuogou.writer() RETURNS tuogou.person LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p FROM tuogou.person p
    WHERE p.role = session_user AND p.kind IN ('office', 'clerk')
$$;

-- Somebody records about an association, or about what is none's.
CREATE FUNCTION tuogou.may_record(no bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE (tuogou.writer()).kind
        WHEN 'office' THEN true
        WHEN 'clerk' THEN EXISTS (SELECT FROM tuogou.charge c
            WHERE c.role = session_user AND c.association_no = no)
        ELSE false
    END
$$;

ALTER TABLE tuogou.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_entry ON tuogou.entry FOR SELECT USING (true);
CREATE POLICY add_entry ON tuogou.entry FOR INSERT
    WITH CHECK (recorded_by = (SELECT (tuogou.writer()).name));

ALTER TABLE tuogou.change ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_change ON tuogou.change FOR SELECT USING (true);
-- The entry of the same statement is not seen here; one of an earlier statement is.
CREATE POLICY add_change ON tuogou.change FOR INSERT
    WITH CHECK (tuogou.may_record(association_no)
        AND NOT EXISTS (SELECT FROM tuogou.entry e WHERE e.seq = change.seq));

ALTER TABLE tuogou.head ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_head ON tuogou.head FOR SELECT USING (true);
CREATE POLICY move_head ON tuogou.head FOR UPDATE
    USING ((SELECT (tuogou.writer()).name) IS NOT NULL);

-- An entry is of whoever records it, at the time at which it is recorded.
CREATE FUNCTION tuogou.check_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who tuogou.person := tuogou.writer();
BEGIN
    -- Whoever keeps the ledger and is nobody in it; others are stopped by their rights.
    IF who.role IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.recorded_by <> who.name THEN
        RAISE EXCEPTION 'an entry is in another name' USING ERRCODE = 'TG005';
    END IF;
    IF abs(extract(epoch FROM NEW.recorded_at::timestamptz - clock_timestamp())) > 300 THEN
        RAISE EXCEPTION 'an entry is of another time' USING ERRCODE = 'TG006';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_entry BEFORE INSERT ON tuogou.entry
    FOR EACH ROW EXECUTE FUNCTION tuogou.check_entry();

-- What stands in a record was made by whoever records it; or it stood there, and words were added to
-- it; or it stood in what is taken back or done again.
CREATE FUNCTION tuogou.is_own(told json, seq bigint, name text) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT told ->> 'after' IS NULL OR told #>> '{after,by}' = name
        OR (told #>> '{after,by}', told #>> '{after,at}', told #>> '{after,state}')
            IS NOT DISTINCT FROM (SELECT ROW (s.body::json ->> 'by', s.body::json ->> 'at',
                    s.body::json ->> 'state') FROM tuogou.state s
                WHERE s.kind = told ->> 'kind' AND s.thing = tuogou.thing(told)
                    AND s.subject = tuogou.subject(told) AND s.kind = 'item')
        OR EXISTS (SELECT FROM tuogou.change c JOIN tuogou.entry e ON e.target = c.seq
            WHERE e.seq = is_own.seq AND (told -> 'after')::jsonb
                IN (c.body::jsonb -> 'before', c.body::jsonb -> 'after'))
$$;

-- Somebody has worked on an association, as the history says; what was taken back is none.
CREATE FUNCTION tuogou.has_handled(no bigint, name text) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM tuogou.change c JOIN tuogou.entry e ON e.seq = c.seq
        CROSS JOIN LATERAL (SELECT c.body::json AS told) body
        CROSS JOIN LATERAL (SELECT
            coalesce(told ->> 'hands', '[]')::jsonb AS hands,
            CASE WHEN (told #>> '{after,by}', told #>> '{after,at}')
                IS DISTINCT FROM (told #>> '{before,by}', told #>> '{before,at}')
                THEN told #>> '{after,by}' END AS author) made
        WHERE c.association_no = no AND e.kind = 'do'
            AND told ->> 'kind' IN ('item', 'answer', 'mark')
            AND NOT EXISTS (SELECT FROM tuogou.closing one WHERE one.item = told ->> 'item')
            AND coalesce((SELECT t.kind FROM tuogou.entry t WHERE t.target = e.seq
                ORDER BY t.seq DESC LIMIT 1), 'redo') <> 'undo'
            AND (hands ? name OR author = name
                OR (hands = '[]' AND author IS NULL AND e.recorded_by = name)))
$$;

-- A clerk records about what they are in charge of, in their own name; nobody closes what they have
-- handled themselves.
CREATE FUNCTION tuogou.check_change() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who tuogou.person := tuogou.writer();
    told json := NEW.body::json;
BEGIN
    IF who.role IS NULL THEN
        RETURN NEW;
    END IF;
    IF NOT tuogou.may_record(NEW.association_no) THEN
        RAISE EXCEPTION 'another is in charge of it' USING ERRCODE = 'TG004';
    END IF;
    IF who.kind = 'clerk' AND NOT tuogou.is_own(told, NEW.seq, who.name) THEN
        RAISE EXCEPTION 'a record is in another name' USING ERRCODE = 'TG005';
    END IF;
    IF told #>> '{after,state}' = 'done' AND told #>> '{before,state}' IS DISTINCT FROM 'done'
        AND EXISTS (SELECT FROM tuogou.closing one WHERE one.item = told ->> 'item')
        AND tuogou.has_handled(NEW.association_no, who.name) THEN
        RAISE EXCEPTION 'who has handled it does not close it' USING ERRCODE = 'TG003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_change BEFORE INSERT ON tuogou.change
    FOR EACH ROW EXECUTE FUNCTION tuogou.check_change();

-- A ledger: what it was made from, its history, and the state that the history has led to. Texts are
-- kept as they were handed over, to the byte, because seals are made of them.

CREATE SCHEMA tuogou;

CREATE TABLE tuogou.meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    program text NOT NULL,
    schema bigint NOT NULL
);

CREATE TABLE tuogou.ledger (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    id text NOT NULL,
    seal text NOT NULL
);

-- The newest entry. Whoever records moves it from the one that was decided on, and nobody else can then.
CREATE TABLE tuogou.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    seal text NOT NULL
);

CREATE TABLE tuogou.document (
    name text COLLATE "C" PRIMARY KEY,
    body text NOT NULL
);

CREATE TABLE tuogou.association (
    no bigint PRIMARY KEY,
    name text NOT NULL,
    printed_unit text NOT NULL,
    printed_status text NOT NULL
);

CREATE TABLE tuogou.entry (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    target bigint REFERENCES tuogou.entry (seq),
    recorded_at text NOT NULL,
    as_of text COLLATE "C" NOT NULL,
    recorded_by text COLLATE "C" NOT NULL,
    what text NOT NULL,
    seal text NOT NULL,
    nonce text COLLATE "C" NOT NULL UNIQUE,
    CHECK ((kind = 'do') = (target IS NULL))
);
CREATE INDEX entry_by_person ON tuogou.entry (recorded_by, seq);
CREATE INDEX entry_by_day ON tuogou.entry (as_of);
CREATE INDEX entry_by_target ON tuogou.entry (target, seq) WHERE target IS NOT NULL;

CREATE TABLE tuogou.change (
    seq bigint NOT NULL REFERENCES tuogou.entry (seq),
    ordinal bigint NOT NULL,
    association_no bigint REFERENCES tuogou.association (no),
    body text NOT NULL,
    PRIMARY KEY (seq, ordinal)
);
CREATE INDEX change_by_association ON tuogou.change (association_no, seq);

-- What stands under each key: an item or field of an association, a milestone of a subject, a fact.
CREATE TABLE tuogou.state (
    kind text COLLATE "C" NOT NULL,
    thing text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    association_no bigint,
    body text NOT NULL,
    PRIMARY KEY (kind, thing, subject)
);
CREATE INDEX state_by_association ON tuogou.state (kind, association_no, thing);

-- The association that a change is about, by what it says.
CREATE FUNCTION tuogou.about(body json) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE body ->> 'kind'
        WHEN 'item' THEN (body ->> 'association')::bigint
        WHEN 'answer' THEN (body ->> 'association')::bigint
        WHEN 'mark' THEN (body #>> '{subject,association}')::bigint
        ELSE (SELECT CASE one.key
                WHEN 'exit' THEN one.value #>> '{}'
                ELSE coalesce(one.value #>> '{association}', one.value #>> '{0,association}')
            END::bigint FROM json_each(body -> 'key') one)
    END
$$;

-- What a change is kept under.
CREATE FUNCTION tuogou.thing(body json) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE body ->> 'kind'
        WHEN 'item' THEN body ->> 'item'
        WHEN 'answer' THEN body ->> 'field'
        WHEN 'mark' THEN body ->> 'milestone'
        ELSE (SELECT one.key FROM json_each(body -> 'key') one)
    END
$$;

CREATE FUNCTION tuogou.subject(body json) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE body ->> 'kind'
        WHEN 'mark' THEN (body -> 'subject')::text
        WHEN 'fact' THEN (body -> 'key')::text
        ELSE body ->> 'association'
    END
$$;

-- The state follows the history, and nothing else moves it.
CREATE FUNCTION tuogou.keep_state() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told json := NEW.body::json;
BEGIN
    IF NEW.association_no IS DISTINCT FROM tuogou.about(told) THEN
        RAISE EXCEPTION 'a change is kept under another association' USING ERRCODE = 'TG002';
    END IF;
    IF told ->> 'after' IS NULL THEN
        DELETE FROM tuogou.state WHERE kind = told ->> 'kind'
            AND thing = tuogou.thing(told) AND subject = tuogou.subject(told);
    ELSE
        INSERT INTO tuogou.state (kind, thing, subject, association_no, body)
        VALUES (told ->> 'kind', tuogou.thing(told), tuogou.subject(told), NEW.association_no,
            (told -> 'after')::text)
        ON CONFLICT (kind, thing, subject) DO UPDATE SET body = excluded.body;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_state AFTER INSERT ON tuogou.change
    FOR EACH ROW EXECUTE FUNCTION tuogou.keep_state();

-- A text and a number as they go into a seal.
CREATE FUNCTION tuogou.sealed(part text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int8send(octet_length(convert_to(part, 'UTF8'))) || convert_to(part, 'UTF8')
$$;
CREATE FUNCTION tuogou.sealed(part bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN part IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea END
        || int8send(coalesce(part, 0))
$$;

-- An entry goes on from the one before it, with the changes of its own statement, and is the newest.
CREATE FUNCTION tuogou.check_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text;
    changes bytea;
BEGIN
    SELECT e.seal INTO before FROM tuogou.entry e WHERE e.seq = NEW.seq - 1;
    IF NEW.seq = 1 THEN
        SELECT l.seal INTO before FROM tuogou.ledger l;
    END IF;
    SELECT coalesce(string_agg('\x03'::bytea || tuogou.sealed(c.association_no)
        || tuogou.sealed(c.body), ''::bytea ORDER BY c.ordinal), ''::bytea)
        INTO changes FROM tuogou.change c WHERE c.seq = NEW.seq;
    IF NEW.seal IS DISTINCT FROM encode(sha256(decode(before, 'hex') || int8send(NEW.seq)
        || tuogou.sealed(NEW.kind) || tuogou.sealed(NEW.target) || tuogou.sealed(NEW.recorded_at)
        || tuogou.sealed(NEW.as_of) || tuogou.sealed(NEW.recorded_by) || tuogou.sealed(NEW.what)
        || changes), 'hex') THEN
        RAISE EXCEPTION 'an entry does not bear its seal' USING ERRCODE = 'TG002';
    END IF;
    IF NOT EXISTS (SELECT FROM tuogou.head h WHERE h.seq = NEW.seq AND h.seal = NEW.seal) THEN
        RAISE EXCEPTION 'an entry is not the newest' USING ERRCODE = 'TG002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_chain AFTER INSERT ON tuogou.entry
    FOR EACH ROW EXECUTE FUNCTION tuogou.check_chain();

-- The head moves by one, to an entry that is there.
CREATE FUNCTION tuogou.check_head() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.seq <> OLD.seq + 1 OR NOT EXISTS (
        SELECT FROM tuogou.entry e WHERE e.seq = NEW.seq AND e.seal = NEW.seal
    ) THEN
        RAISE EXCEPTION 'the head moves with an entry alone' USING ERRCODE = 'TG002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_head AFTER UPDATE ON tuogou.head
    FOR EACH ROW EXECUTE FUNCTION tuogou.check_head();

CREATE FUNCTION tuogou.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'TG001';
END $$;
CREATE TRIGGER keep_entry BEFORE UPDATE OR DELETE OR TRUNCATE ON tuogou.entry
    FOR EACH STATEMENT EXECUTE FUNCTION tuogou.refuse();
CREATE TRIGGER keep_change BEFORE UPDATE OR DELETE OR TRUNCATE ON tuogou.change
    FOR EACH STATEMENT EXECUTE FUNCTION tuogou.refuse();
CREATE TRIGGER keep_document BEFORE UPDATE OR DELETE OR TRUNCATE ON tuogou.document
    FOR EACH STATEMENT EXECUTE FUNCTION tuogou.refuse();
CREATE TRIGGER keep_association BEFORE UPDATE OR DELETE OR TRUNCATE ON tuogou.association
    FOR EACH STATEMENT EXECUTE FUNCTION tuogou.refuse();
CREATE TRIGGER keep_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON tuogou.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION tuogou.refuse();

-- Who works on the ledger: the name that is recorded for a role of the server, and what it may do.
CREATE TABLE tuogou.person (
    role text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('office', 'clerk', 'reader'))
);

-- The associations that a unit's clerk is in charge of.
CREATE TABLE tuogou.charge (
    role text COLLATE "C" NOT NULL REFERENCES tuogou.person (role) ON DELETE CASCADE,
    association_no bigint NOT NULL REFERENCES tuogou.association (no),
    PRIMARY KEY (role, association_no)
);

-- Items that close an association.
CREATE TABLE tuogou.closing (
    item text COLLATE "C" PRIMARY KEY
);

// The tables, as numbered steps. A step that was released is never changed: what comes later is a new step at the end.
// The SQL stands in this file because the build copies nothing but compiled code.

/** Step n brings a database from version n - 1 to n. Versions stand in user_version. */
export const MIGRATIONS: readonly string[] = [
  `
  -- Small numbers for the ids of brands, watches and sources. Never changed, never removed.
  CREATE TABLE names (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE brands (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name_key TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE watches (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, brand_n INTEGER NOT NULL REFERENCES brands (n),
    name_key TEXT NOT NULL, is_paused INTEGER NOT NULL, created_at INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (brand_n, name_key)
  ) STRICT;

  CREATE TABLE subscriptions (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    watch_id TEXT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    source_id TEXT NOT NULL, params TEXT NOT NULL, cursor TEXT NOT NULL, next_run_at INTEGER NOT NULL, last_run_at INTEGER
  ) STRICT;
  CREATE INDEX subscriptions_watch ON subscriptions (watch_id);
  CREATE INDEX subscriptions_due ON subscriptions (next_run_at);

  CREATE TABLE sources (
    id TEXT PRIMARY KEY, last_run_at INTEGER, last_success_at INTEGER, last_item_at INTEGER,
    failures INTEGER NOT NULL, suspended_until INTEGER, suspended_reason TEXT, last_error TEXT, recent TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE runs (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subscription_id TEXT NOT NULL, source_id TEXT NOT NULL,
    started_at INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_subscription ON runs (subscription_id, started_at);
  CREATE INDEX runs_source ON runs (source_id, started_at);
  CREATE TABLE validators (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX validators_at ON validators (at);

  -- id is derived from key, so one index tells whether either is known.
  CREATE TABLE mentions (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, source_n INTEGER NOT NULL,
    channel TEXT NOT NULL, seen_at INTEGER NOT NULL, published_at INTEGER, is_backfill INTEGER NOT NULL,
    handle_key TEXT, name_key TEXT, author_name TEXT, author_handle TEXT, author_url TEXT, author_followers INTEGER,
    language TEXT, engagement TEXT, parent_id TEXT, thread_id TEXT, site_name TEXT, url TEXT,
    title TEXT, text TEXT NOT NULL, folded TEXT NOT NULL
  ) STRICT;
  -- Authors are looked for when one is erased, which is rare: a narrow copy in the order of arrival costs the many writes
  -- next to nothing, and walking a million of them takes a fraction of a second.
  CREATE INDEX mentions_author ON mentions (n, handle_key, name_key);

  -- Words of each mention: FTS5 without contents and positions, rowid = mentions.n.
  CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );

  -- Which watches a mention matched. Links of a removed watch stay and are not shown.
  CREATE TABLE links (
    mention_n INTEGER NOT NULL, watch_n INTEGER NOT NULL, seen_at INTEGER NOT NULL, PRIMARY KEY (mention_n, watch_n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX links_watch ON links (watch_n, seen_at, mention_n);

  -- One row for each (mention, brand), in the order in which lists are read; narrow, so that a filter can walk it.
  -- brand_n 0: a mention that no watch claims. judgement_n null: not judged yet.
  CREATE TABLE cases (
    seen_at INTEGER NOT NULL, mention_n INTEGER NOT NULL, brand_n INTEGER NOT NULL, source_n INTEGER NOT NULL,
    channel INTEGER NOT NULL, sentiment INTEGER NOT NULL DEFAULT 0, severity INTEGER NOT NULL DEFAULT 9,
    types INTEGER NOT NULL DEFAULT 0, story_n INTEGER, judgement_n INTEGER,
    PRIMARY KEY (seen_at, mention_n, brand_n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cases_mention ON cases (mention_n);
  CREATE INDEX cases_story ON cases (story_n) WHERE story_n IS NOT NULL;
  CREATE INDEX cases_severe ON cases (seen_at) WHERE severity <= 2;
  CREATE INDEX cases_waiting ON cases (mention_n) WHERE judgement_n IS NULL AND brand_n > 0;

  -- rollups: what the judgement added to the counts, so that it can be taken back exactly. Numbers are never given out
  -- again, because entries of bands outlive what they lead to.
  CREATE TABLE judgements (
    n INTEGER PRIMARY KEY AUTOINCREMENT, story_n INTEGER NOT NULL, body TEXT NOT NULL, rollups TEXT NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;

  CREATE TABLE stories (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, brand_n INTEGER NOT NULL, title TEXT NOT NULL,
    first_mention_id TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, mention_count INTEGER NOT NULL,
    negative_count INTEGER NOT NULL, channels INTEGER NOT NULL, types INTEGER NOT NULL, sentiments INTEGER NOT NULL,
    sources TEXT NOT NULL, authors TEXT NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL,
    wake_at_count INTEGER, assignee_id TEXT
  ) STRICT;
  CREATE INDEX stories_recent ON stories (last_at, n, brand_n, state, severity, channels, types, sentiments, sources);
  CREATE INDEX stories_size ON stories
    (mention_count, n, brand_n, state, severity, channels, types, sentiments, sources, last_at);

  -- Where stories with a similar text are found, see bands.ts.
  CREATE TABLE band_log (n INTEGER PRIMARY KEY, newest_at INTEGER NOT NULL, entries BLOB NOT NULL) STRICT;
  CREATE TABLE band_runs (
    n INTEGER PRIMARY KEY AUTOINCREMENT, level INTEGER NOT NULL, newest_at INTEGER NOT NULL, slot_count INTEGER NOT NULL,
    filter BLOB NOT NULL
  ) STRICT;
  CREATE TABLE band_entries (
    run_n INTEGER NOT NULL, slot INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (run_n, slot)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rollups (
    brand_n INTEGER NOT NULL, dimension INTEGER NOT NULL, hour_at INTEGER NOT NULL, value TEXT NOT NULL,
    watch_n INTEGER NOT NULL, source_n INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (brand_n, dimension, hour_at, value, watch_n, source_n)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE incidents (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, brand_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
    state TEXT NOT NULL, opened_at INTEGER NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX incidents_open ON incidents (brand_id, fingerprint) WHERE state NOT IN ('resolved', 'reviewed');
  CREATE INDEX incidents_recent ON incidents (opened_at, n, brand_id, state);
  CREATE TABLE timeline (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incidents (id), at INTEGER NOT NULL,
    kind TEXT NOT NULL, "by" TEXT NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX timeline_incident ON timeline (incident_id, at, n);

  CREATE TABLE deliveries (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject_id TEXT NOT NULL, route_id TEXT NOT NULL,
    content_hash TEXT NOT NULL, notifier_id TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, state TEXT NOT NULL,
    attempt_count INTEGER NOT NULL, last_error TEXT, created_at INTEGER NOT NULL, sent_at INTEGER, claimed_at INTEGER,
    UNIQUE (subject_id, route_id, content_hash)
  ) STRICT;
  CREATE INDEX deliveries_state ON deliveries (state, created_at);

  CREATE TABLE users (id TEXT PRIMARY KEY, email_key TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, body TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_user ON sessions (user_id);
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scope TEXT NOT NULL, created_at INTEGER NOT NULL,
    last_used_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, "by" TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, facts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_at ON audit (at);
  `,
  `
  -- Who does what only one process may do.
  CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Records of evidence packs, and which of the files beside the database they hold.
  CREATE TABLE evidence (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, mention_id TEXT NOT NULL, captured_at INTEGER NOT NULL,
    next_at INTEGER, handle_key TEXT, name_key TEXT, story_ids TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX evidence_mention ON evidence (mention_id, captured_at);
  CREATE INDEX evidence_recent ON evidence (captured_at, n);
  CREATE INDEX evidence_due ON evidence (next_at, n) WHERE next_at IS NOT NULL;
  CREATE TABLE evidence_files (sha256 TEXT NOT NULL, evidence_n INTEGER NOT NULL, PRIMARY KEY (sha256, evidence_n))
    STRICT, WITHOUT ROWID;
  CREATE INDEX evidence_files_of ON evidence_files (evidence_n);
  `,
  `
  -- Where pages stood in searches, and what reading a source has cost by month.
  CREATE TABLE positions (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, brand_id TEXT NOT NULL, watch_id TEXT NOT NULL, source_id TEXT NOT NULL,
    query TEXT NOT NULL, url TEXT NOT NULL, title TEXT, at INTEGER NOT NULL, rank INTEGER, before INTEGER,
    page_one_at INTEGER, top_at INTEGER, first_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX positions_at ON positions (at);
  CREATE INDEX positions_brand ON positions (brand_id, at);
  CREATE INDEX positions_search ON positions (watch_id, source_id, query, at);
  CREATE INDEX positions_url ON positions (url);
  ALTER TABLE sources ADD COLUMN costs TEXT NOT NULL DEFAULT '[]';
  `,
  `
  -- Where else a mention was seen and what changed, as packed by core/sightings.ts; none for most.
  CREATE TABLE trails (mention_n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  -- How mentions stood before, JSON.
  CREATE TABLE versions (
    mention_n INTEGER NOT NULL, replaced_at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (mention_n, replaced_at)
  ) STRICT, WITHOUT ROWID;
  -- The mention is another than the one that was judged.
  ALTER TABLE cases ADD COLUMN is_stale INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX cases_stale ON cases (mention_n) WHERE is_stale = 1;
  `,
  `
  -- What people say instead of the machine. Goes with its mention.
  CREATE TABLE corrections (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, mention_n INTEGER NOT NULL, brand_id TEXT NOT NULL,
    field TEXT NOT NULL, label TEXT NOT NULL, said TEXT NOT NULL, told TEXT NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX corrections_mention ON corrections (mention_n);
  CREATE INDEX corrections_recent ON corrections (at, n, brand_id, field);
  `,
  `
  -- Which stories were merged or are kept apart, JSON; and the wave that was seen in a story, JSON.
  CREATE TABLE story_links (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, from_id TEXT NOT NULL, into_id TEXT NOT NULL,
    at INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX story_links_from ON story_links (from_id);
  CREATE INDEX story_links_into ON story_links (into_id);
  ALTER TABLE stories ADD COLUMN wave TEXT;
  -- When the author's account was opened, where the source tells.
  ALTER TABLE mentions ADD COLUMN author_created_at INTEGER;
  `,
  `
  -- What mentions are found by that name it: products, branches, cities … Keys of core/entities.ts, as numbers of names.
  CREATE TABLE named (
    key_n INTEGER NOT NULL, seen_at INTEGER NOT NULL, mention_n INTEGER NOT NULL, brand_n INTEGER NOT NULL,
    PRIMARY KEY (key_n, seen_at, mention_n, brand_n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX named_mention ON named (mention_n);
  `,
  `
  -- Links that a judgement undid: the same source must not bring them back.
  CREATE TABLE withdrawn (mention_n INTEGER NOT NULL, watch_n INTEGER NOT NULL, PRIMARY KEY (mention_n, watch_n))
    STRICT, WITHOUT ROWID;
  CREATE INDEX withdrawn_watch ON withdrawn (watch_n);
  `,
  `
  -- What people found out about the claim: 0 nothing yet, 1 true, 2 partly, 3 false.
  ALTER TABLE cases ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX cases_claim ON cases (claim, seen_at) WHERE claim > 0;
  UPDATE cases SET claim = coalesce((
    SELECT CASE json_extract(j.body, '$[10].claim') WHEN 'true' THEN 1 WHEN 'partly' THEN 2 WHEN 'false' THEN 3 END
    FROM judgements j WHERE j.n = cases.judgement_n), 0)
  WHERE mention_n IN (SELECT mention_n FROM corrections WHERE field = 'claim');
  `,
];

// A whole store in parts: how each is read from one store and written into another through the port, in the order in which
// they build on each other. Every write may be repeated. Knows no particular store.

import { linkedAddress } from '../core/mention.ts';
import type { JudgementCommit, Page, Store } from '../core/ports.ts';
import { fingerprint } from '../core/text/similarity.ts';
import type { DumpDocuments, DumpPart, StoredCase } from '../core/transfer.ts';
import type { AuditEntry, Incident, Story, TimelineEntry } from '../core/types.ts';

export interface Batch {
  documents: unknown[];
  /** Null: the part is read as one piece. */
  cursor: string | null;
}

export interface Stores {
  source: Store;
  target: Store;
}

export interface StorePart {
  name: string;
  /** For the bar; null when only reading tells. */
  count(store: Store): Promise<number | null>;
  read(store: Store, after: string | null): AsyncIterable<Batch>;
  write(stores: Stores, documents: never[]): Promise<void>;
  /** A document as it is compared; the same where two stores may differ. */
  compared?(document: never): unknown;
}

const MANY = 1_000_000_000;
const PAGE = 200;
/** A story names this many authors and sources; which of more it names is chance. */
const NAMED_IN_STORY = 20;

/** A part that the port lists whole, oldest first. */
function listed<T>(
  name: string,
  list: (store: Store) => Promise<T[]>,
  put: (target: Store, document: T) => Promise<unknown>,
): StorePart {
  return {
    name,
    count: async () => null,
    async *read(store) {
      yield { documents: await list(store), cursor: null };
    },
    async write({ target }, documents: T[]) {
      for (const document of documents) await put(target, document);
    },
  };
}

/** A part that the store reads out in batches. */
function dumped<P extends DumpPart>(
  part: P,
  write: (stores: Stores, documents: DumpDocuments[P][]) => Promise<unknown>,
): StorePart {
  return {
    name: part,
    count: (store) => store.transfer.count(part),
    read: (store, after) => store.transfer.dump(part, after),
    write: async (stores, documents: DumpDocuments[P][]) => void (await write(stores, documents)),
  };
}

/** `put` for each document of a batch. */
function each<T>(put: (target: Store, document: T) => Promise<unknown>) {
  return async ({ target }: Stores, documents: T[]) => {
    for (const document of documents) await put(target, document);
  };
}

export const STORE_PARTS: readonly StorePart[] = [
  listed(
    'brands',
    (store) => store.brands.list(),
    (target, brand) => target.brands.put(brand),
  ),
  listed(
    'watches',
    (store) => store.watches.list(),
    (target, watch) => target.watches.put(watch),
  ),
  listed(
    'users',
    (store) => store.users.list(),
    (target, user) => target.users.put(user),
  ),
  listed(
    'tokens',
    (store) => store.tokens.list(),
    (target, token) => target.tokens.put(token),
  ),
  dumped(
    'sessions',
    each((target, session) => target.sessions.put(session)),
  ),
  dumped(
    'settings',
    each((target, { key, value }) => target.settings.set(key, value)),
  ),
  listed('audit', listAudit, (target, entry) => target.audit.add(entry)),
  listed(
    'subscriptions',
    (store) => store.subscriptions.list(),
    (target, subscription) => target.subscriptions.put(subscription),
  ),
  dumped(
    'runs',
    each((target, run) => target.sources.recordRun(run, null)),
  ),
  // After the runs, which change it.
  listed(
    'health',
    (store) => store.sources.listHealth(),
    (target, health) => target.transfer.putHealth(health),
  ),
  dumped(
    'validators',
    each((target, { url, etag, lastModified, at }) => target.sources.putValidators(url, { etag, lastModified }, at)),
  ),
  dumped('mentions', ({ target }, hits) => target.mentions.add(hits)),
  dumped('versions', ({ target }, versions) => target.transfer.putVersions(versions)),
  dumped('corrections', ({ target }, corrections) => target.corrections.put(corrections)),
  casesPart(),
  storiesPart(),
  // After the cases, which would be led elsewhere by them.
  dumped('storyLinks', ({ target }, links) => target.transfer.putStoryLinks(links)),
  dumped('withdrawn', ({ target }, links) => target.transfer.putWithdrawn(links)),
  // After the cases, which are fresh when they are written.
  dumped('stale', ({ target }, cases) => target.transfer.putStale(cases)),
  // After the cases, which count what there is; counts of deleted mentions come only with these.
  dumped('rollups', ({ target }, rollups) => target.transfer.putRollups(rollups)),
  dumped('positions', ({ target }, positions) => target.positions.add(positions)),
  listed('incidents', listIncidents, putIncident),
  dumped(
    'deliveries',
    each((target, delivery) => target.deliveries.add(delivery)),
  ),
  dumped(
    'evidence',
    each((target, record) => target.evidence.add(record)),
  ),
];

async function listAudit(store: Store): Promise<AuditEntry[]> {
  return (await store.audit.list(MANY)).reverse();
}

async function allPages<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor }: Page<T> = await page(cursor);
    found.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
}

interface WholeIncident {
  incident: Incident;
  timeline: TimelineEntry[];
}

async function listIncidents(store: Store): Promise<WholeIncident[]> {
  const incidents = await allPages((cursor) => store.incidents.list({}, { limit: PAGE, cursor }));
  const whole: WholeIncident[] = [];
  for (const incident of incidents.reverse())
    whole.push({ incident, timeline: await store.incidents.timeline(incident.id) });
  return whole;
}

async function putIncident(target: Store, { incident, timeline }: WholeIncident): Promise<void> {
  const [first, ...rest] = timeline;
  if (!first) return;
  await target.incidents.open(incident, first);
  for (const entry of rest) await target.incidents.addEntry(entry);
}

/** Bands follow from the text; the story's headline comes with its first case. */
function casesPart(): StorePart {
  const part = dumped('cases', async ({ source, target }, cases) => {
    const mentions = await target.mentions.getMany(cases.map(({ judgement }) => judgement.mentionId));
    const textOf = new Map(mentions.map(({ mention }) => [mention.id, mention]));
    const titles = new Map<string, string>();
    const commits: JudgementCommit[] = [];
    for (const { judgement, signature, rollups } of cases) {
      const { mentionId, storyId } = judgement;
      const mention = textOf.get(mentionId);
      if (!mention) continue;
      const title = titles.get(storyId) ?? (await source.stories.get(storyId))?.title ?? '';
      titles.set(storyId, title);
      const { bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
      commits.push({ judgement, story: { id: storyId, isNew: true, title, signature, bands }, rollups });
    }
    await target.judgements.commit(commits);
  });
  const compared = (stored: StoredCase) => ({
    ...stored,
    rollups: stored.rollups.map((one) => JSON.stringify(one)).sort(),
  });
  return { ...part, compared };
}

/** Their facts come with the cases; people's decisions are written here. */
function storiesPart(): StorePart {
  return {
    name: 'stories',
    count: async () => null,
    async *read(store) {
      let cursor: string | null = null;
      do {
        const { items, nextCursor }: Page<Story> = await store.stories.list({}, { limit: PAGE, cursor });
        yield { documents: items, cursor: null };
        cursor = nextCursor;
      } while (cursor !== null);
    },
    async write({ target }, stories: Story[]) {
      for (const { id, state, wakeAtCount, assigneeId, wave } of stories) {
        if (state !== 'open' || assigneeId !== null)
          await target.stories.setState(id, { state, wakeAtCount, assigneeId });
        if (wave) await target.stories.setWave(id, wave);
      }
    },
    compared(story: Story) {
      const named = (values: string[]) => (values.length < NAMED_IN_STORY ? values.toSorted() : values.length);
      return { ...story, authors: named(story.authors), sourceIds: named(story.sourceIds) };
    },
  };
}

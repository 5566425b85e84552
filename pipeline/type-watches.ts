// Watches that ask for a kind of finding (type:fraud) can be decided only after the text was judged: until then they take
// what their words match, and then keep what was judged so. Whoever judges a mention asks here, once.

import type { JudgementCommit } from '../core/ports.ts';
import { compileQueries, type MultiMatcher } from '../core/text/match.ts';
import { parseQuery, typesAsked } from '../core/text/query.ts';
import type { FindingType, Judgement, Mention, Watch } from '../core/types.ts';

interface TypeWatch {
  id: string;
  wanted: readonly FindingType[];
  refused: readonly FindingType[];
}

export interface Decided {
  /** The watches that the mention counts for. */
  watchIds: string[];
  /** What changes: none for most. */
  links: Pick<JudgementCommit, 'links'>;
}

/** Decides for the watches of one brand. */
export class TypeWatches {
  readonly #watches: readonly TypeWatch[];
  readonly #matcher: MultiMatcher;

  constructor(watches: readonly Watch[]) {
    this.#watches = watches.flatMap(({ id, query }) => {
      const asked = /:/.test(query) ? askedBy(query) : null;
      return asked && asked.wanted.length + asked.refused.length > 0 ? [{ id, ...asked }] : [];
    });
    const ids = new Set(this.#watches.map(({ id }) => id));
    this.#matcher = compileQueries(watches.filter(({ id }) => ids.has(id)));
  }

  /** `linked`: the watches of the brand that the mention is linked to now. */
  decide(mention: Mention, linked: readonly string[], { types }: Pick<Judgement, 'types'>): Decided {
    if (this.#watches.length === 0) return { watchIds: [...linked], links: {} };
    const { title, text, url, author, language, channel } = mention;
    const given = types.map(({ type }) => type);
    const input = { title, text, url, authorHandle: author.handle, language, channel };
    const holding = new Set(this.#matcher.match({ ...input, types: given }).map(({ id }) => id));
    const byWords = new Set(this.#matcher.match(input).map(({ id }) => id));
    const add: string[] = [];
    const remove: string[] = [];
    for (const { id, wanted, refused } of this.#watches) {
      // A source that was asked for just this brand may give what the words do not match: there only the types decide.
      const isTrusted = linked.includes(id) && !byWords.has(id);
      const isByTypes =
        (wanted.length === 0 || wanted.some((type) => given.includes(type))) &&
        !refused.some((type) => given.includes(type));
      const isMeant = holding.has(id) || (isTrusted && isByTypes);
      if (isMeant && !linked.includes(id)) add.push(id);
      if (!isMeant && linked.includes(id)) remove.push(id);
    }
    const watchIds = [...linked.filter((id) => !remove.includes(id)), ...add];
    return { watchIds, links: add.length + remove.length > 0 ? { links: { add, remove } } : {} };
  }
}

/** Null for a query that cannot be read. */
function askedBy(query: string): ReturnType<typeof typesAsked> | null {
  try {
    return typesAsked(parseQuery(query));
  } catch {
    return null; // it matches nothing, and says so where it is shown
  }
}

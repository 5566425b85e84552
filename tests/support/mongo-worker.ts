// A process of its own that works on a store: `claim` hands out due subscriptions until there are none, `judge` judges
// whatever is not judged yet. Prints one JSON line for each step. Started by tests/store/mongo-crash.test.ts.

import { systemClock } from '../../core/clock.ts';
import { openStore } from '../../store/open.ts';
import { commitOf, T0 } from '../contracts/store-samples.ts';

const [, , url = '', task] = process.argv;
const store = openStore({ kind: 'mongo', url, clock: systemClock });
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);

if (task === 'claim') {
  for (;;) {
    const claimed = await store.subscriptions.claimDue(T0, 3, 60_000);
    if (claimed.length === 0) break;
    for (const { id } of claimed) say({ claimed: id });
  }
} else {
  for (;;) {
    const ids = await store.mentions.listUnjudged(15);
    if (ids.length === 0) break;
    const hits = await store.mentions.getMany(ids);
    await store.judgements.commit(
      hits.map(({ mention }) =>
        commitOf(mention, { story: `S${mention.text.length % 3}`, bands: ['gemeinsam', mention.id] }),
      ),
    );
    say({ judged: ids.length });
  }
}
await store.close();

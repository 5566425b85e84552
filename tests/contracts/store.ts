// What every store must do, whatever it is made of. What is not asserted here may not be relied on.
// Knows nothing of SQLite: another store is tried by calling storeContract() with how to open it.

import { afterEach, beforeEach, describe } from 'vitest';
import { alertContract } from './store-alerts.ts';
import { claimContract } from './store-claims.ts';
import { correctionContract } from './store-corrections.ts';
import { entityContract } from './store-entities.ts';
import { evidenceContract } from './store-evidence.ts';
import { judgementContract } from './store-judgements.ts';
import { mentionContract } from './store-mentions.ts';
import { peopleContract } from './store-people.ts';
import { positionContract } from './store-positions.ts';
import { removalContract } from './store-removal.ts';
import { type OpenedStore, seed } from './store-samples.ts';
import { searchContract } from './store-search.ts';
import { sightingContract } from './store-sightings.ts';
import { storyContract } from './store-stories.ts';
import { storyLinkContract } from './store-story-links.ts';
import { transferContract } from './store-transfer.ts';
import { typeLinkContract } from './store-type-links.ts';
import { watchContract } from './store-watches.ts';

/** `open` gives a migrated, empty store whose clock stands at T0 of store-samples.ts until it is moved. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a store`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open();
      await seed(opened.store);
    });
    afterEach(() => opened.cleanup());
    const current = () => opened;
    watchContract(current);
    mentionContract(current);
    sightingContract(current);
    searchContract(current);
    judgementContract(current);
    correctionContract(current);
    claimContract(current);
    entityContract(current);
    typeLinkContract(current);
    storyContract(current);
    storyLinkContract(current);
    removalContract(current);
    positionContract(current);
    alertContract(current);
    evidenceContract(current);
    peopleContract(current);
    transferContract(current);
  });
}

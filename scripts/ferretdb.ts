// Builds the MongoDB server that the tests use where there is none, once, into ~/.cache/itibar: `npx tsx scripts/ferretdb.ts`.
// Needs Go and the Go module proxy. `npm test` does the same by itself; this is for set-ups that want it done before.

import { findMongo } from '../tests/support/ferretdb.ts';

const found = findMongo();
console.log(
  found
    ? `MongoDB for tests: ${found.kind === 'url' ? 'TEST_MONGODB_URL' : found.path}`
    : 'skipped: no MongoDB server and no Go',
);
process.exitCode = found ? 0 : 1;

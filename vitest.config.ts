import { defineConfig } from 'vitest/config';

/** Tests that start processes and servers, and kill them: minutes, not seconds. */
const SYSTEM = ['tests/cli/**', 'tests/flow/**', 'tests/store/mongo*', 'tests/queue/bullmq*'];

/**
 * `unit` needs nothing but Node and is what `npm run check` runs; `system` has real processes and servers; `e2e` drives
 * a real Chromium. `npm test` and CI run all three.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: ['tests/e2e/**', ...SYSTEM] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: SYSTEM.map((path) => (path.endsWith('/**') ? `${path}/*.test.ts` : `${path}.test.ts`)),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000 } },
          fileParallelism: false,
        },
      },
    ],
  },
});

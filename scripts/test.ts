// `npm test`: everything that can be tested on this machine, and by name what cannot and why. Ends with one plain line
// of counts. In CI (CI=true) something that was skipped is a failure. Never downloads or installs anything.

import { findChromium } from '../tests/support/chromium.ts';
import { addCounts, type Counts, endLine, namesIn, runNode, runVitest, testFiles } from './test/run.ts';

const isCi = !['', '0', 'false', undefined].includes(process.env['CI']);
const BROWSER_TESTS = 'tests/e2e';

/** Browser tests need a Chromium and a build; without the first they are skipped, each by its name. */
function testInBrowser(): Counts {
  const files = testFiles(BROWSER_TESTS);
  if (files.length === 0) {
    console.log(`\nThere are no browser tests in ${BROWSER_TESTS}.`);
    return { passed: 0, failed: isCi ? 1 : 0, skipped: [] };
  }
  const chromium = findChromium();
  if (!chromium) {
    const reason = 'no Chromium: install the package "chromium" or set CHROMIUM_PATH';
    return { passed: 0, failed: 0, skipped: namesIn(files).map((name) => ({ name, reason })) };
  }
  console.log(`\nBuilding for the browser tests, which use ${chromium}`);
  if (!runNode('npm', ['run', '--silent', 'build'])) {
    console.log('The build failed; the browser tests cannot run.');
    return { passed: 0, failed: 1, skipped: [] };
  }
  return runVitest('e2e', { CHROMIUM_PATH: chromium });
}

const counts = addCounts(runVitest('unit', {}), runVitest('system', {}), testInBrowser());
if (counts.skipped.length > 0) {
  console.log('\nSkipped:');
  for (const { name, reason } of counts.skipped) console.log(`  ${name} (${reason})`);
  if (isCi) console.log('In CI nothing may be skipped: make what is missing available.');
}
console.log(`\n${endLine(counts)}`);
process.exitCode = counts.failed > 0 || (isCi && counts.skipped.length > 0) ? 1 : 0;

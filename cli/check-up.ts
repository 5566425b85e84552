// What `itibar doctor` looks at. Each look is on its own: one that fails never hides the others.

import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Profile, profileOf } from '../config/profile.ts';
import { packageRoot, version } from '../config/root.ts';
import type { Config } from '../config/schema.ts';
import { DAY, systemClock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { problemText, sayIn } from '../core/problems.ts';
import type { Deps } from '../pipeline/deps.ts';
import { hookProblems } from '../pipeline/hooks.ts';
import { watchedSources } from '../pipeline/source-yield.ts';
import { engineFindings } from './check-engines.ts';
import { checkBrandSeeds } from './config-check.ts';
import { type Cli, openFor } from './context.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { badFeedsText } from './source-show.ts';
import { count, counted, megabytes } from './ui.ts';

const NODE_NEEDED = [20, 19] as const;
const LITTLE_SPACE = 500 * 2 ** 20;
const NO_SPACE = 50 * 2 ** 20;
/** When this file was written; a clock before it is wrong. */
const EARLIEST_NOW = Date.UTC(2025, 0, 1);

/** In the order in which things stand on each other. */
export async function checkUp(cli: Cli, options: { isMailTried: boolean }): Promise<Finding[]> {
  const findings = [node(), page(), clock()];
  let config: Config;
  try {
    const loaded = await cli.loadConfig();
    config = loaded.config;
    const { checkDigestCron } = await import('../pipeline/digest-schedule.ts');
    checkDigestCron(config);
    checkBrandSeeds(config);
    findings.push(ok('configuration', loaded.file ?? 'no file, all defaults'));
  } catch (error) {
    return [...findings, fail('configuration', messageOf(error), 'Correct it; `itibar config check` shows the rest.')];
  }
  const profile = profileOf(config);
  const ground = profile === 'scaled' ? await engines(config) : folder(config);
  findings.push(...ground);
  if (ground.every(({ state }) => state !== 'fail')) findings.push(...(await database(cli, config, profile)));
  findings.push(await mail(config, options.isMailTried), chromium());
  return findings;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1]);
  const says = `${process.versions.node}; itibar ${version}`;
  return isGood ? ok('Node', says) : fail('Node', says, `Install Node ${NODE_NEEDED.join('.')} or newer.`);
}

function page(): Finding {
  const isThere = existsSync(join(packageRoot, 'dashboard', 'dist', 'index.html'));
  return isThere ? ok('page', 'built') : warn('page', 'not built; only the API answers', 'Run: npm run build');
}

function clock(): Finding {
  const now = systemClock.now();
  const says = new Date(now).toISOString();
  return now >= EARLIEST_NOW
    ? ok('clock', says)
    : fail('clock', says, 'Set the time of this machine; without it dates, signatures and alerts are wrong.');
}

function folder({ data }: Config): Finding[] {
  const isThere = existsSync(data.dir);
  try {
    accessSync(isThere ? data.dir : join(data.dir, '..'), constants.W_OK | constants.X_OK);
  } catch (error) {
    return [
      fail(
        'data folder',
        messageOf(error),
        'Give this user the right to write there, or choose another with data.dir or --data.',
      ),
    ];
  }
  return [ok('data folder', isThere ? data.dir : `${data.dir} (is made at the first start)`)];
}

async function engines(config: Config): Promise<Finding[]> {
  const { checkQueueServer, checkStoreServer } = await import('../app.ts');
  return engineFindings({
    checkStoreServer: () => checkStoreServer(config),
    checkQueueServer: () => checkQueueServer(config),
  });
}

async function database(cli: Cli, config: Config, profile: Profile): Promise<Finding[]> {
  try {
    const options = { isLight: true };
    return await openFor(config, { ...cli.flags, logLevel: 'error' }, options, async ({ deps }) => [
      ...(await storeFindings(deps)),
      ...(await whenOpen(deps, profile)),
    ]);
  } catch (error) {
    const mend =
      profile === 'scaled'
        ? 'Correct what it says; itibar keeps nothing of its own on this machine.'
        : 'Restore a backup: itibar restore FILE. The present file is kept beside it.';
    return [fail('database', messageOf(error), mend)];
  }
}

async function storeFindings(deps: Deps): Promise<Finding[]> {
  const { sizeBytes, freeBytes } = await deps.store.checkHealth();
  const mentions = await deps.store.mentions.count();
  const findings = [ok('database', `${counted(mentions, 'mention')}, ${megabytes(sizeBytes)}`)];
  if (freeBytes === null) return findings;
  const says = `${megabytes(freeBytes)} free`;
  if (freeBytes < NO_SPACE) findings.push(fail('disk', says, 'Free some space now: nothing more can be stored.'));
  else if (freeBytes < LITTLE_SPACE) findings.push(warn('disk', says, 'Free some space soon.'));
  else findings.push(ok('disk', says));
  return findings;
}

async function whenOpen(deps: Deps, profile: Profile): Promise<Finding[]> {
  return [
    profile === 'scaled' ? ok('integrity', 'MongoDB checks its own files') : await integrity(deps),
    await people(deps),
    await watches(deps),
    ...(await sources(deps)),
    ...hooks(deps),
    ...(await jobs(deps)),
    await deliveries(deps),
  ];
}

async function integrity({ config }: Deps): Promise<Finding> {
  const { checkIntegrity } = await import('../app.ts');
  const problems = await checkIntegrity(config);
  return problems.length === 0
    ? ok('integrity', 'the database file is sound')
    : fail('integrity', problems.slice(0, 3).join('; '), 'Restore a backup: itibar restore FILE.');
}

async function people({ store }: Deps): Promise<Finding> {
  const users = (await store.users.list()).filter(({ isDisabled }) => !isDisabled);
  return users.length > 0
    ? ok('people', `${counted(users.length, 'person', 'people')} may sign in`)
    : warn('people', 'nobody can sign in yet', 'Open the link that `itibar start` prints, or: itibar user link');
}

async function watches({ store, config }: Deps): Promise<Finding> {
  const active = (await store.watches.list()).filter(({ isPaused }) => !isPaused);
  if (active.length > 0) return ok('watches', counted(active.length, 'active watch', 'active watches'));
  const isSeeded = config.brands.some((brand) => brand.watches.length > 0);
  const mend = isSeeded
    ? 'Those of the configuration are written by: itibar start'
    : 'Add one: itibar watch add "markam" --create-brand';
  return warn('watches', 'nothing is watched', mend);
}

async function sources(deps: Deps): Promise<Finding[]> {
  const states = (await watchedSources(deps)).filter(({ state }) => state !== 'unused');
  const bad = states.filter(({ state }) => state !== 'ok');
  const say = sayIn(deps.t, deps.config.locale);
  const findings = bad.map(({ manifest, health, state }): Finding => {
    const what = `source ${manifest.id}`;
    if (state === 'suspended')
      return warn(
        what,
        problemText(say, health?.suspendedReason ?? null) ?? 'suspended',
        `Read it again at once: itibar source resume ${manifest.id}`,
      );
    if (state === 'failing')
      return warn(
        what,
        problemText(say, health?.lastError ?? null) ?? 'fails again and again',
        `See what it answers: itibar source test ${manifest.id}`,
      );
    return warn(
      what,
      'has been silent for longer than usual',
      `See whether it still answers: itibar source test ${manifest.id}`,
    );
  });
  for (const status of states) {
    const text = badFeedsText(status);
    const { id } = status.manifest;
    if (text) findings.push(warn(`feeds of ${id}`, text, `See since when and why: itibar source show ${id}`));
  }
  if (states.length > bad.length)
    findings.unshift(ok('sources', `${counted(states.length - bad.length, 'source')} in good order`));
  return findings;
}

function hooks(deps: Deps): Finding[] {
  return hookProblems(deps).map((problem) => warn('webhook', problem, 'Correct it in the configuration'));
}

async function jobs({ queue }: Deps): Promise<Finding[]> {
  const stats = Object.entries(await queue.stats());
  const dead = stats.reduce((sum, [, { dead: one }]) => sum + one, 0);
  const waiting = stats.reduce((sum, [, { pending }]) => sum + pending, 0);
  const findings = [ok('jobs', `${count(waiting)} waiting`)];
  if (dead > 0)
    findings.push(
      warn(
        'jobs',
        `${counted(dead, 'job')} failed for good`,
        'See why: itibar jobs list. Run them again: itibar jobs replay --all',
      ),
    );
  return findings;
}

async function deliveries({ store, clock: { now } }: Deps): Promise<Finding> {
  const since = now() - DAY;
  const failed = (await store.deliveries.list({ states: ['failed'] }, 100)).filter(
    ({ createdAt }) => createdAt > since,
  );
  const [last] = failed;
  if (!last) return ok('alerts', 'none failed within a day');
  return warn(
    'alerts',
    `${counted(failed.length, 'alert')} failed: ${last.lastError ?? 'unknown'}`,
    'Correct the route and try it: itibar digest --test',
  );
}

async function mail(config: Config, isTried: boolean): Promise<Finding> {
  const { host, port, to } = config.mail;
  if (!host) return warn('mail', 'off', 'Set mail.host and mail.to, or nobody is told by mail.');
  if (to.length === 0) return warn('mail', 'nobody is named in mail.to', 'Set mail.to.');
  if (!isTried) return ok('mail', `${host}:${port}, not tried`);
  const { checkMail } = await import('../app.ts');
  const problem = await checkMail(config);
  return problem === null
    ? ok('mail', `${host}:${port} answers`)
    : fail('mail', problem, 'Check mail.host, mail.port, mail.user, the password and the firewall.');
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Only sources that need a browser miss it. */
function chromium(): Finding {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  const found = folders.flatMap((dir) => BROWSERS.map((name) => join(dir, name))).find((path) => existsSync(path));
  return found
    ? ok('browser', found)
    : warn(
        'browser',
        'no Chromium found; sources that need one cannot be read',
        'Install it when you use such a source: apt install chromium',
      );
}

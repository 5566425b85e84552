// `itibar source show`: one source with its health, what it cost, and every feed of it with its own yield.

import { problemText, sayIn } from '../core/problems.ts';
import { costSoFar } from '../pipeline/cost.ts';
import type { Deps } from '../pipeline/deps.ts';
import { type WatchedSource, watchedSources, yieldOfFeed } from '../pipeline/source-yield.ts';
import type { Cli } from './context.ts';
import { liveFacts, liveLines } from './source-live.ts';
import { count, paint, shorten, table, timeIn } from './ui.ts';

/** Of a cost that is small, cents are said too. */
export function dollars(usd: number): string {
  return `$${new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: usd < 1 ? 4 : 2 }).format(usd)}`;
}

/** '3 of 41 feeds are failing: a, b, c'; null when all of them are well. */
export function badFeedsText({ feeds }: WatchedSource): string | null {
  const bad = feeds.filter(({ state }) => state === 'failing' || state === 'dead');
  if (bad.length === 0 || feeds.length < 2) return null;
  const names = bad.slice(0, 5).map(({ label }) => label);
  const list = [...names, ...(bad.length > 5 ? ['…'] : [])].join(', ');
  return `${count(bad.length)} of ${count(feeds.length)} feeds ${bad.length === 1 ? 'is' : 'are'} failing: ${list}`;
}

/** '$1.20 of $20 this month'; null for a source that costs nothing, and for one that nobody reads or read. */
export function costText(deps: Deps, { manifest, health, subscriptionCount }: WatchedSource): string | null {
  if (!manifest.cost || (subscriptionCount === 0 && !health)) return null;
  const { usd, callCount } = costSoFar(health, deps.clock.now());
  const budget = deps.config.budgets[manifest.id];
  const plan = manifest.cost.perMonthUsd;
  const spent = plan ? `${count(callCount)} calls of a plan from ${dollars(plan)}` : dollars(usd);
  return `${spent}${budget === undefined ? '' : ` of ${dollars(budget)}`} this month`;
}

export async function showSource(cli: Cli, id: string, deps: Deps): Promise<void> {
  const found = (await watchedSources(deps)).find(({ manifest }) => manifest.id === id);
  if (!found) return;
  const feeds = [];
  for (const feed of found.feeds) feeds.push({ ...feed, yield: await yieldOfFeed(deps, feed.subscriptionId) });
  const { manifest, health, state, yield: own, missingKeys } = found;
  const { params: _, ...shown } = manifest;
  const say = sayIn(deps.t, deps.config.locale);
  const budgetUsd = deps.config.budgets[id] ?? null;
  const source = deps.sources.get(id);
  const live = source ? await liveFacts(deps, source) : { streams: [], webhook: null };
  cli.out.answer({ ...shown, missingKeys, state, yield: own, health, budgetUsd, feeds, ...live });
  const time = timeIn(deps.config.timeZone);
  const lines = [
    `${paint.bold(manifest.title)} (${id}): ${state}`,
    manifest.description[deps.config.locale],
    health && `Last success ${time(health.lastSuccessAt)}, last item ${time(health.lastItemAt)}.`,
    problemText(say, health?.suspendedReason ?? health?.lastError ?? null),
    costText(deps, found) && `Cost: ${costText(deps, found)}. ${manifest.cost?.note[deps.config.locale] ?? ''}`,
    badFeedsText(found) && paint.yellow(badFeedsText(found) ?? ''),
    ...liveLines(deps, live),
  ];
  cli.out.say(lines.filter(Boolean).join('\n'));
  for (const cost of health?.costs ?? [])
    cli.out.say(
      `  ${cost.month}  ${dollars(cost.usd)}  ${count(cost.callCount)} calls, ${count(cost.itemCount)} items`,
    );
  const rows = feeds.map((feed) => [
    feed.state === 'ok' || feed.state === 'new' ? feed.state : paint.red(feed.state),
    feed.label,
    feed.watchName,
    time(feed.lastSuccessAt),
    feed.yield?.usualPerDay == null ? '-' : count(feed.yield.usualPerDay),
    shorten(problemText(say, feed.lastError) ?? (feed.yield?.silentSince ? 'silent for longer than usual' : ''), 90),
  ]);
  if (rows.length > 0) cli.out.say(`\n${table(['state', 'feed', 'watch', 'last success', 'usual/day', ''], rows)}`);
}

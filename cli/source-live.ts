// What `itibar source show` says of a source that is listened to or that pushes: whether its stream runs, and which address
// to enter at the service. Must never print a secret.

import type { Source } from '../core/ports.ts';
import { problemText, sayIn } from '../core/problems.ts';
import type { Deps } from '../pipeline/deps.ts';
import { isListening, readStreamState, streamUseOf } from '../pipeline/stream-state.ts';
import { timeIn } from './ui.ts';

export interface LiveFacts {
  /** One for every address that watches listen to. */
  streams: { isOpen: boolean; at: number | null; error: string | null; retryAt: number | null }[];
  /** Null for sources that take no webhooks. */
  webhook: { setup: string; addresses: string[]; example: string } | null;
}

export async function liveFacts(deps: Deps, source: Source): Promise<LiveFacts> {
  return { streams: await streamsOf(deps, source), webhook: webhookOf(deps, source) };
}

async function streamsOf(deps: Deps, source: Source): Promise<LiveFacts['streams']> {
  if (!source.stream) return [];
  const ids = new Set<string>();
  for (const subscription of await deps.store.subscriptions.list({ sourceId: source.manifest.id })) {
    const use = streamUseOf(deps, source, subscription);
    if (use) ids.add(use.id);
  }
  const now = deps.clock.now();
  const states = await Promise.all([...ids].map((id) => readStreamState(deps, id)));
  return states.map((state) => ({
    isOpen: isListening(state, now),
    at: state.at || null,
    error: state.error,
    retryAt: state.retryAt > now ? state.retryAt : null,
  }));
}

function webhookOf({ config, publicUrl }: Deps, { manifest, webhook }: Source): LiveFacts['webhook'] {
  if (!webhook) return null;
  const named = Object.entries(config.webhooks).filter(([, { source }]) => source === manifest.id);
  const example = manifest.example as Record<string, unknown>;
  const params = (webhook.needs ?? []).map((name) => `${name}: ${JSON.stringify(example[name] ?? '…')}`);
  const settings = [
    ...['secret: "…"', `brand: "${config.brands[0]?.name ?? '…'}"`, `source: ${manifest.id}`],
    ...(manifest.id === 'instagram' || manifest.id === 'facebook' ? ['verifyToken: "…"'] : []),
    ...(params.length > 0 ? [`params: { ${params.join(', ')} }`] : []),
  ];
  return {
    setup: webhook.setup[config.locale],
    addresses: named.map(([name]) => `${publicUrl}/hooks/${name}`),
    example: `webhooks: { ${manifest.id}: { ${settings.join(', ')} } }   # address: ${publicUrl}/hooks/${manifest.id}`,
  };
}

/** The same in lines. */
export function liveLines(deps: Deps, { streams, webhook }: LiveFacts): string[] {
  const time = timeIn(deps.config.timeZone);
  const say = sayIn(deps.t, deps.config.locale);
  const told = streams.map(({ isOpen, at, error, retryAt }) =>
    isOpen
      ? `Stream: open, last heard of ${time(at)}.`
      : ['Stream: closed.', problemText(say, error), retryAt && `Next try ${time(retryAt)}.`].filter(Boolean).join(' '),
  );
  if (!webhook) return told;
  const address =
    webhook.addresses.length > 0 ? webhook.addresses.join('\n  ') : `none yet; for one, add\n  ${webhook.example}`;
  return [...told, `Webhook: ${address}`, `  ${webhook.setup}`];
}

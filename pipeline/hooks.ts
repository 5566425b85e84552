// The webhooks of the configuration: which source each belongs to, for which brand, with which parameters. Must never put
// a secret into a message.

import { AppError } from '../core/errors.ts';
import type { Source, SourceWebhook, WebhookSettings } from '../core/ports.ts';
import { findBrand } from './brands.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';

export interface Hook {
  name: string;
  source: Source;
  webhook: SourceWebhook;
  settings: Omit<WebhookSettings<Record<string, unknown>>, 'publicKeys'>;
  brandId: string;
}

/** Throws 'hook.not-found', and 'hook.brand.not-found' when it is the installation's mistake. */
export async function hookOf(deps: Deps, name: string): Promise<Hook> {
  const configured = Object.hasOwn(deps.config.webhooks, name) ? deps.config.webhooks[name] : undefined;
  const source = configured && deps.sources.get(configured.source);
  const params = source && hookParams(source, configured.params);
  if (!configured || !source?.webhook || !params) throw fault(deps, 'hook.not-found');
  const { secret, verifyToken } = configured;
  const brandId = await brandOf(deps, configured.brand);
  return { name, source, webhook: source.webhook, settings: { secret, verifyToken, params }, brandId };
}

/**
 * Most need nothing of what polling needs: the example stands in for what is not told apart by. Null when a parameter that
 * is needed is missing, or what is given does not fit.
 */
function hookParams({ manifest, webhook }: Source, given: Record<string, unknown>): Record<string, unknown> | null {
  if (webhook?.needs?.some((name) => given[name] === undefined)) return null;
  const parsed = manifest.params.safeParse({ ...manifest.example, ...given });
  return parsed.success ? parsed.data : null;
}

/** Sentences about webhooks that cannot work, for `itibar doctor` and the start. */
export function hookProblems(deps: Pick<Deps, 'config' | 'sources'>): string[] {
  return Object.entries(deps.config.webhooks).flatMap(([name, { source: id, params }]) => {
    const source = deps.sources.get(id);
    const able = [...deps.sources.values()].filter(({ webhook }) => webhook).map(({ manifest }) => manifest.id);
    if (!source?.webhook) return [`webhooks.${name}.source: "${id}" takes no webhooks. There are: ${able.join(', ')}.`];
    if (hookParams(source, params)) return [];
    const needed = source.webhook.needs?.join(', ') ?? Object.keys(source.manifest.example).join(', ');
    return [`webhooks.${name}.params do not fit ${id}: write ${needed}.`];
  });
}

async function brandOf(deps: Deps, name: string): Promise<string> {
  try {
    return (await findBrand(deps, name)).id;
  } catch (error) {
    if (error instanceof AppError) throw fault(deps, 'hook.brand.not-found');
    throw error;
  }
}

// Puts the words of one incident's alert together: reason, facts, up to three samples, links.
// Must never decide whether it is sent; the texts of mentions go in as plain text, bounded.

import type { RoutePlan } from '../core/alerting.ts';
import type { JudgedMention } from '../core/ports.ts';
import { type AlertMessage, type Incident, type NotifyReason, OPERATOR_ID } from '../core/types.ts';
import type { Deps } from './deps.ts';

const KINDS: Record<NotifyReason, AlertMessage['kind']> = {
  opened: 'opened',
  worse: 'updated',
  grown: 'updated',
  resolved: 'resolved',
  digest: 'digest',
  test: 'test',
};
const SAMPLES = 3;

/** What the samples and facts are taken from: the incident's mentions, most severe first, and its owner. */
export interface IncidentView {
  brandName: string;
  ownerName: string | null;
  mentions: readonly JudgedMention[];
  /** How it ended, of an incident about itibar itself. */
  ending: string | null;
}

/** What stands for the brand where an incident is about itibar itself. */
export const OPERATOR_NAME = 'itibar';

export async function viewIncident(deps: Deps, incident: Incident): Promise<IncidentView> {
  const found: JudgedMention[] = [];
  for (const id of incident.mentionIds) {
    const mention = await deps.store.mentions.get(id);
    if (mention) found.push(mention);
  }
  const level = (entry: JudgedMention) => entry.judgement?.severity.level ?? 4;
  found.sort((a, b) => level(a) - level(b) || a.mention.seenAt - b.mention.seenAt);
  const owner = incident.ownerId ? await deps.store.users.get(incident.ownerId) : null;
  const brand = await deps.store.brands.get(incident.brandId);
  const isOperators = incident.brandId === OPERATOR_ID;
  const brandName = isOperators ? OPERATOR_NAME : (brand?.name ?? '');
  const ending = isOperators ? await endingOf(deps, incident) : null;
  return { brandName, ownerName: owner?.name ?? null, mentions: found, ending };
}

async function endingOf(deps: Deps, incident: Incident): Promise<string | null> {
  const timeline = await deps.store.incidents.timeline(incident.id);
  return timeline.findLast(({ kind, text }) => kind === 'resolved' && text !== '')?.text ?? null;
}

export function alertMessage(deps: Deps, incident: Incident, plan: RoutePlan, view: IncidentView): AlertMessage {
  const reason = plan.reason ?? 'opened';
  return {
    kind: KINDS[reason],
    locale: deps.config.locale,
    brandName: view.brandName,
    title: incident.title,
    severity: incident.severity,
    mentionCount: incident.mentionCount,
    reason: reasonText(deps, incident, plan, view),
    facts: factsOf(deps, incident, view),
    samples: view.mentions.slice(0, SAMPLES).map(({ mention }) => ({
      text: [mention.title, mention.text].filter(Boolean).join(' — ').slice(0, 600),
      author: mention.author.name ?? mention.author.handle,
      sourceTitle: sourceTitle(deps, mention.sourceId, mention.siteName),
      url: mention.url,
      at: mention.publishedAt ?? mention.seenAt,
    })),
    sections: [],
    links: linksOf(deps, incident, reason),
    at: deps.clock.now(),
  };
}

function reasonText(deps: Deps, incident: Incident, plan: RoutePlan, { ending }: IncidentView): string {
  const say = (key: string, params?: Record<string, string | number>) => deps.t(deps.config.locale, key, params);
  const { told } = plan;
  if (plan.reason === 'worse' && told)
    return say('alert.reason.worse', {
      from: say(`severity.${told.severity}`),
      to: say(`severity.${incident.severity}`),
      reason: incident.reason,
    });
  if (plan.reason === 'grown' && told)
    return say('alert.reason.grown', { from: told.mentionCount, to: incident.mentionCount, reason: incident.reason });
  if (plan.reason === 'resolved' && incident.brandId === OPERATOR_ID) return ending ?? say('alert.reason.ended');
  if (plan.reason === 'resolved') return say('alert.reason.resolved', { count: incident.mentionCount });
  return incident.reason;
}

function factsOf(deps: Deps, incident: Incident, view: IncidentView): AlertMessage['facts'] {
  const { locale } = deps.config;
  const say = (key: string) => deps.t(locale, key);
  const sources = [
    ...new Set(view.mentions.map(({ mention }) => sourceTitle(deps, mention.sourceId, mention.siteName))),
  ];
  const facts = [
    incident.leadType && { label: say('alert.fact.type'), value: say(`type.${incident.leadType}`) },
    incident.brandId !== OPERATOR_ID && {
      label: say('alert.fact.mentions'),
      value: new Intl.NumberFormat(locale).format(incident.mentionCount),
    },
    sources.length > 0 && { label: say('alert.fact.sources'), value: sources.slice(0, 5).join(', ') },
    { label: say('alert.fact.opened-at'), value: formatAt(deps, incident.openedAt) },
    { label: say('alert.fact.owner'), value: view.ownerName ?? say('alert.nobody') },
  ];
  return facts.filter((fact) => typeof fact === 'object' && fact !== null);
}

function formatAt(deps: Deps, at: number): string {
  return new Intl.DateTimeFormat(deps.config.locale === 'tr' ? 'tr-TR' : 'en-GB', {
    timeZone: deps.config.timeZone,
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);
}

function sourceTitle(deps: Deps, sourceId: string, siteName: string | null): string {
  return siteName ?? deps.sources.get(sourceId)?.manifest.title ?? sourceId;
}

/** Both buttons lead to the incident's page: a mail program that opens links by itself must not decide anything. */
function linksOf(deps: Deps, incident: Incident, reason: NotifyReason): AlertMessage['links'] {
  const url = `${deps.publicUrl}/incidents/${encodeURIComponent(incident.id)}`;
  const say = (key: string) => deps.t(deps.config.locale, key);
  if (incident.brandId === OPERATOR_ID && reason !== 'resolved')
    return [
      { label: say('alert.link.take'), url: `${url}?do=acknowledge` },
      { label: say('alert.link.sources'), url: sourcesUrl(deps, incident) },
      { label: say('alert.link.open'), url },
    ];
  if (reason === 'resolved') return [{ label: say('alert.link.open'), url }];
  return [
    { label: say('alert.link.take'), url: `${url}?do=acknowledge` },
    { label: say('alert.link.false-alarm'), url: `${url}?do=false-alarm` },
    { label: say('alert.link.open'), url },
  ];
}

/** The card of the source that the incident is about (`source:<id>`); all of them where it is about none in particular. */
function sourcesUrl(deps: Deps, { fingerprint }: Incident): string {
  const id = fingerprint.slice(fingerprint.indexOf(':') + 1);
  return `${deps.publicUrl}/sources${deps.sources.has(id) ? `#${encodeURIComponent(id)}` : ''}`;
}

// What happens in the demo, told in short lines while it happens: mentions, incidents, mails. Reads the store like
// anybody else; events only say when to look.

import type { DemoWeb } from '../app.ts';
import { SECOND } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { JudgedMention } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';
import { maskedText } from './mention-text.ts';
import { count, counted, paint, severityText, shorten } from './ui.ts';

const LOOK_MS = 2 * SECOND;
const PAGE = 100;

/** Starts telling; returns the function that stops it. */
export function narrate(deps: Deps, web: DemoWeb): () => void {
  const teller = new Teller(deps, web);
  return deps.clock.every(LOOK_MS, () => teller.look());
}

class Teller {
  readonly #deps: Deps;
  readonly #web: DemoWeb;
  readonly #told = new Set<string>();
  readonly #severity = new Map<string, number>();
  readonly #format: Intl.DateTimeFormat;
  #since: number;
  #phase = '';

  constructor(deps: Deps, web: DemoWeb) {
    this.#deps = deps;
    this.#web = web;
    this.#since = deps.clock.now();
    this.#format = new Intl.DateTimeFormat('tr', { timeZone: deps.config.timeZone, timeStyle: 'medium' });
  }

  async look(): Promise<void> {
    try {
      this.#tellPhase();
      await this.#tellMentions();
      await this.#tellIncidents();
    } catch (error) {
      this.#deps.log.warn({ error: messageOf(error) }, 'the demo could not look; trying on');
    }
  }

  #say(text: string): void {
    process.stdout.write(`${paint.dim(this.#format.format(this.#deps.clock.now()))}  ${text}\n`);
  }

  #tellPhase(): void {
    const { phase, words } = this.#web.story;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#say(paint.dim(`The sample web: ${words.en}`));
  }

  /** Only what the analyzers have read, so that the line can say what they think. */
  async #tellMentions(): Promise<void> {
    const { items } = await this.#deps.store.mentions.list({ since: this.#since - 15 * SECOND }, { limit: PAGE });
    const fresh = items.filter(({ mention, judgement }) => judgement !== null && !this.#told.has(mention.id));
    for (const { mention } of fresh) this.#told.add(mention.id);
    if (items.length > 0) this.#since = Math.max(this.#since, items[0]?.mention.seenAt ?? 0);
    const live = fresh.filter(({ mention }) => !mention.isBackfill);
    const worst = live.sort((a, b) => levelOf(a) - levelOf(b))[0];
    if (!worst) return;
    const negative = live.filter(({ judgement }) => judgement?.sentiment.label === 'negative').length;
    const bad = negative > 0 ? `, ${paint.red(`${count(negative)} negative`)}` : '';
    const sample = `${paint.dim(worst.mention.sourceId)} "${shorten(maskedText(worst), 80)}"`;
    this.#say(`${counted(live.length, 'new mention')}${bad}: ${sample}`);
  }

  async #tellIncidents(): Promise<void> {
    const { items } = await this.#deps.store.incidents.list({}, { limit: 20 });
    for (const incident of items.reverse()) {
      const before = this.#severity.get(incident.id);
      this.#severity.set(incident.id, incident.severity);
      if (before === undefined) {
        this.#say(
          `${paint.bold(paint.red('INCIDENT'))} ${severityText(incident.severity)}: ${paint.bold(shorten(incident.title, 100))}`,
        );
        this.#say(`  why: ${shorten(incident.reason, 200)}`);
      } else if (incident.severity < before) {
        this.#say(`${paint.red('Worse')}: ${shorten(incident.title, 80)} is now ${severityText(incident.severity)}`);
      }
      await this.#tellMails(incident.id);
    }
  }

  async #tellMails(incidentId: string): Promise<void> {
    const deliveries = await this.#deps.store.deliveries.list({ subjectId: incidentId, states: ['sent'] }, 20);
    for (const { id, routeId, message } of deliveries) {
      if (routeId === 'log' || this.#told.has(id)) continue;
      this.#told.add(id);
      this.#say(
        `${paint.green('Mail sent')}: ${shorten(message.title, 80)}  ${paint.cyan(this.#web.sites.mail.inboxUrl)}`,
      );
    }
  }
}

function levelOf({ judgement }: JudgedMention): number {
  return judgement?.severity.level ?? 5;
}

// Writes that an alert went out to the program's own log: always on, so that an installation without mail leaves a trace.
// Must never write texts of mentions.

import { z } from 'zod';
import type { Notifier } from '../../core/ports.ts';

const settings = z.strictObject({});
type Settings = z.infer<typeof settings>;

interface Line {
  kind: string;
  brand: string;
  severity: number | null;
  mentionCount: number | null;
  sectionCount: number;
}

export const notifier: Notifier<Settings, Line> = {
  manifest: { id: 'log', title: 'Log', settings, secrets: [] },

  render(message) {
    return {
      kind: message.kind,
      brand: message.brandName,
      severity: message.severity,
      mentionCount: message.mentionCount ?? null,
      sectionCount: message.sections.length,
    };
  },

  async send(line, _settings, { io, idempotencyKey }) {
    const facts = { ...line, deliveryId: idempotencyKey };
    if (line.severity !== null && line.severity <= 2) io.log.warn(facts, 'alert');
    else io.log.info(facts, 'alert');
  },
};

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planAlerts } from '../../alerts/notify.ts';
import { reasonToTell } from '../../alerts/stages/dedup.ts';
import type { PlanInput, Route } from '../../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import type { Delivery, Incident, NotifyReason, SeverityLevel } from '../../core/types.ts';
import { INCIDENT_STATES } from '../../core/types.ts';
import { incident, NOW } from './support.ts';

const mail: Route = { id: 'mail', notifierId: 'mail', minSeverity: 3, settings: {} };

let counter = 0;

/** A word that was said on the route an hour and a half ago. */
function said(
  reason: NotifyReason,
  change: { severity?: SeverityLevel; count?: number; agoMs?: number; routeId?: string } = {},
): Delivery {
  const { severity = 2, count = 4, agoMs = 90 * MINUTE, routeId = 'mail' } = change;
  counter += 1;
  return {
    ...{ id: `del_${counter}`, subjectId: 'inc_1', routeId, notifierId: 'mail', contentHash: `${counter}`, reason },
    ...{ state: 'sent', attemptCount: 1, lastError: null, createdAt: NOW - agoMs, sentAt: NOW - agoMs },
    message: {
      ...{ kind: 'opened', locale: 'tr', brandName: 'Markam', title: '', severity, mentionCount: count, reason: '' },
      ...{ facts: [], samples: [], sections: [], links: [], at: NOW - agoMs },
    },
  };
}

function plan(of: Partial<Incident>, deliveries: Delivery[] = [], routes: Route[] = [mail]) {
  const input: PlanInput = {
    now: NOW,
    incident: incident({ severity: 2, mentionCount: 4, ...of }),
    routes,
    deliveries,
  };
  return planAlerts(input);
}

describe('what there is to tell', () => {
  const told = { severity: 2, mentionCount: 4 };
  it.each<[string, Partial<Incident>, typeof told | null, boolean, NotifyReason | null]>([
    ['that it was opened, when nothing was told', {}, null, false, 'opened'],
    ['nothing of what was opened and closed in between', { state: 'resolved' }, null, false, null],
    ['nothing, when nothing has changed', {}, told, false, null],
    ['that it got worse', { severity: 1 }, told, false, 'worse'],
    ['nothing, when it got milder', { severity: 3 }, told, false, null],
    ['nothing, when it has not yet doubled', { mentionCount: 7 }, told, false, null],
    ['that it doubled', { mentionCount: 8 }, told, false, 'grown'],
    ['that it got worse rather than that it grew', { severity: 1, mentionCount: 40 }, told, false, 'worse'],
    ['that it is over', { state: 'resolved' }, told, false, 'resolved'],
    ['that it is over, also when it was reviewed at once', { state: 'reviewed' }, told, false, 'resolved'],
    ['that it is over rather than that it grew', { state: 'resolved', mentionCount: 99 }, told, false, 'resolved'],
    ['nothing after the end', { state: 'resolved', severity: 1, mentionCount: 99 }, told, true, null],
  ])('is %s', (_what, change, before, wasResolvedTold, expected) => {
    const of = { state: 'open' as const, severity: 2 as SeverityLevel, mentionCount: 4, ...change };
    expect(reasonToTell(of, before, wasResolvedTold)).toBe(expected);
  });
});

describe('the plan of an alert', () => {
  it('is one plan a route, and every no says which stage and why', () => {
    const routes = [mail, { ...mail, id: 'boss', minSeverity: 1 as const }];
    expect(plan({}, [], routes).map(({ route, reason, why }) => [route.id, reason, why])).toEqual([
      ['mail', 'opened', 'opened'],
      ['boss', null, 'route: severity 2 is milder than the 1 that the route wants'],
    ]);
    expect(plan({}, [said('opened')])[0]).toMatchObject({
      reason: null,
      why: 'dedup: everything there is to tell was told',
    });
  });

  it('tells the routes that were told of the opening also of the end, and no other', () => {
    const routes = [
      mail,
      { ...mail, id: 'log', minSeverity: 4 as const },
      { ...mail, id: 'boss', minSeverity: 1 as const },
    ];
    const deliveries = [said('opened'), said('opened', { routeId: 'log' })];
    expect(plan({ state: 'resolved' }, deliveries, routes).map(({ reason }) => reason)).toEqual([
      'resolved',
      'resolved',
      null,
    ]);
  });

  it('reaches a stricter route once the incident is bad enough for it', () => {
    const boss = { ...mail, id: 'boss', minSeverity: 1 as const };
    expect(plan({ severity: 1 }, [said('opened')], [mail, boss]).map(({ reason }) => reason)).toEqual([
      'worse',
      'opened',
    ]);
  });

  it('compares with the worst and the largest that was told, and numbers its words', () => {
    const deliveries = [said('opened', { severity: 3, count: 2 }), said('worse', { severity: 2, count: 10 })];
    const [found] = plan({ severity: 2, mentionCount: 19 }, deliveries);
    expect(found).toMatchObject({ reason: null, told: { severity: 2, mentionCount: 10 }, sequence: 2 });
    expect(plan({ severity: 2, mentionCount: 20 }, deliveries)[0]?.reason).toBe('grown');
  });

  it('counts words of its own route only', () => {
    expect(plan({}, [said('opened', { routeId: 'log' })])[0]).toMatchObject({
      reason: 'opened',
      told: null,
      sequence: 0,
    });
  });

  it('keeps growth still while somebody owns the incident, but never a worsening', () => {
    const owned = { state: 'acknowledged' as const, mentionCount: 50 };
    expect(plan(owned, [said('opened')])[0]?.why).toContain('quiet:');
    expect(plan({ ...owned, severity: 1 }, [said('opened')])[0]?.reason).toBe('worse');
  });

  it('does not tell a new route of old cases, unless they are severe', () => {
    const old = { openedAt: NOW - DAY - MINUTE };
    expect(plan({ ...old, severity: 3 })[0]?.why).toContain('quiet:');
    expect(plan({ ...old, severity: 2 })[0]?.reason).toBe('opened');
  });

  it('tells growth once an hour at most, and what it held back is told later', () => {
    const recent = [said('opened', { agoMs: HOUR - 1 })];
    expect(plan({ mentionCount: 50 }, recent)[0]?.why).toContain('limit:');
    expect(plan({ severity: 1, mentionCount: 50 }, recent)[0]?.reason).toBe('worse');
    expect(plan({ mentionCount: 50 }, [said('opened', { agoMs: HOUR })])[0]?.reason).toBe('grown');
  });

  it('ends telling of growth after eight words, but never of the end', () => {
    const eight = Array.from({ length: 8 }, (_, index) =>
      said(index === 0 ? 'opened' : 'grown', { agoMs: (20 - index) * HOUR }),
    );
    expect(plan({ mentionCount: 5000 }, eight)[0]?.why).toContain('limit:');
    expect(plan({ state: 'resolved' }, eight)[0]?.reason).toBe('resolved');
  });
});

const change = fc.record({
  severity: fc.constantFrom<SeverityLevel>(1, 2, 3, 4),
  growth: fc.integer({ min: 0, max: 40 }),
  state: fc.constantFrom(...INCIDENT_STATES),
  minutes: fc.integer({ min: 0, max: 300 }),
});

it('says nothing twice: after a word the same state has nothing more to tell', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const deliveries: Delivery[] = [];
      let [now, count] = [NOW, 1];
      for (const { severity, growth, state, minutes } of changes) {
        now += minutes * MINUTE;
        count += growth;
        const of = incident({ severity, mentionCount: count, state });
        const input = { now, incident: of, routes: [mail], deliveries };
        const [first] = planAlerts(input);
        if (!first?.reason) continue;
        deliveries.push({ ...said(first.reason, { severity, count }), createdAt: now });
        expect(planAlerts({ ...input, deliveries })[0]?.reason).toBe(null);
      }
      expect(deliveries.filter(({ reason }) => reason === 'opened').length).toBeLessThanOrEqual(1);
      expect(deliveries.filter(({ reason }) => reason === 'resolved').length).toBeLessThanOrEqual(1);
    }),
  );
});

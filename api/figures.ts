// The figures of this process for Prometheus. Loaded only where the configuration asks for them. Labels hold ids and words
// of our own, never anything from outside, and there are few of each.

import type { Request } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { SECOND } from '../core/clock.ts';
import type { Clock, Queue } from '../core/ports.ts';
import type { Meter } from '../pipeline/metered.ts';
import type { Metrics } from './metrics.ts';
import { PATIENCE_MS, within } from './readiness.ts';

const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300];
const REQUEST_SECONDS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** One registry for the process. `queue` is asked at every scrape; one that does not answer leaves its figures out. */
export function createMetrics(parts: { queue: Pick<Queue, 'stats'>; clock: Clock }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const http = requestFigures(registers);
  queueGauge(registers, parts);
  return {
    meter: createMeter(registers),
    observeRequests: (request, response, next) => {
      const startedAt = parts.clock.now();
      response.on('finish', () => {
        const labels = { method: request.method, route: routeOf(request), status: String(response.statusCode) };
        http.count.inc(labels);
        http.seconds.observe({ route: labels.route }, (parts.clock.now() - startedAt) / SECOND);
      });
      next();
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}

/** The pattern, not the address: an address may hold anything and there are too many of them. */
function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'other';
}

function requestFigures(registers: Registry[]) {
  return {
    count: new Counter({
      name: 'itibar_http_requests_total',
      help: 'Answered requests by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'itibar_http_request_duration_seconds',
      help: 'How long requests took, by route',
      labelNames: ['route'],
      buckets: REQUEST_SECONDS,
      registers,
    }),
  };
}

function queueGauge(registers: Registry[], { queue, clock }: { queue: Pick<Queue, 'stats'>; clock: Clock }): void {
  new Gauge({
    name: 'itibar_queue_jobs',
    help: 'Jobs in the queue by name and state; the same in every process that shares it',
    labelNames: ['name', 'state'],
    registers,
    async collect() {
      this.reset();
      const stats = await within(clock, PATIENCE_MS, queue.stats()).catch(() => null);
      for (const [name, counts] of Object.entries(stats ?? {}))
        for (const [state, count] of Object.entries(counts)) this.set({ name, state }, count);
    },
  });
}

function createMeter(registers: Registry[]): Meter {
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const jobs = counter('itibar_jobs_total', 'Runs of jobs by name and outcome, in this process', ['name', 'outcome']);
  const mentions = counter('itibar_mentions_added_total', 'Mentions stored for the first time, by source', ['source']);
  const fetches = counter('itibar_fetches_total', 'Runs of subscriptions by source and outcome', ['source', 'outcome']);
  const deliveries = counter('itibar_delivery_tries_total', 'Tries to deliver an alert, by the state after it', [
    'state',
  ]);
  const seconds = new Histogram({
    name: 'itibar_job_duration_seconds',
    help: 'How long runs of jobs took, in this process',
    labelNames: ['name'],
    buckets: JOB_SECONDS,
    registers,
  });
  return {
    jobEnded(name, outcome, tookSeconds) {
      jobs.inc({ name, outcome });
      seconds.observe({ name }, tookSeconds);
    },
    mentionsAdded: (source, count) => mentions.inc({ source }, count),
    fetched: (source, outcome) => fetches.inc({ source, outcome }),
    deliveryTried: (state) => deliveries.inc({ state }),
  };
}

// Readiness and figures: what a load balancer and Prometheus ask, in the API and in the small server of workers.

import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../api/figures.ts';
import { createHealth } from '../../api/health-server.ts';
import { problem } from '../../api/schema-access.ts';
import { NeverRetry, RetryLater } from '../../core/errors.ts';
import { JOB_NAMES } from '../../core/ports.ts';
import { withMeter } from '../../pipeline/metered.ts';
import { hitsOf, openWorld, talk } from '../pipeline/support.ts';
import { emptyWorld } from './support.ts';

const idle = async () =>
  Object.fromEntries(JOB_NAMES.map((name) => [name, { pending: 2, running: 0, delayed: 0, dead: 1 }])) as never;

async function withFigures(config: object = {}) {
  const world = await emptyWorld({}, { metrics: { isEnabled: true }, ...config });
  world.deps.queue.stats = idle;
  const metrics = createMetrics(world.deps);
  return { ...world, metrics, health: createHealth(world.deps, { version: '1.2.3', metrics }) };
}

describe('GET /api/ready', () => {
  it('is 200 when store and queue answer', async () => {
    const { app, deps, health } = await withFigures();
    for (const server of [app, health])
      await request(server).get('/api/ready').expect(200, { ok: true, version: '1.2.3' });
    expect(deps.config.metrics.isEnabled).toBe(true);
  });

  it.each([
    ['store', 'ready.store.unavailable'],
    ['queue', 'ready.queue.unavailable'],
  ] as const)('is a 503 problem when the %s fails, while the process stays alive', async (part, code) => {
    const { app, deps, health } = await withFigures();
    const broken = async () => {
      throw new Error('ECONNREFUSED 10.0.0.7');
    };
    if (part === 'store') deps.store.settings.get = broken;
    else deps.queue.stats = broken;
    for (const server of [app, health]) {
      const answer = await request(server).get('/api/ready');
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(problem.parse(answer.body)).toMatchObject({ status: 503, code });
      expect(JSON.stringify(answer.body)).not.toContain('10.0.0.7');
      await request(server).get('/api/health').expect(200);
    }
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const { clock, deps, health } = await withFigures();
    deps.queue.stats = () => new Promise(() => undefined);
    const answer = request(health)
      .get('/api/ready')
      .then(({ status }) => status);
    let status: number | null = null;
    void answer.then((value) => {
      status = value;
    });
    while (status === null) await clock.advance(1000);
    expect(status).toBe(503);
  });
});

describe('GET /metrics', () => {
  it('is not there unless it is asked for', async () => {
    const { app } = await emptyWorld();
    expect((await request(app).get('/metrics')).status).toBe(404);
  });

  it('tells this machine what waits and what was answered', async () => {
    const { deps, metrics } = await withFigures();
    const { app } = await emptyWorld({ metrics }, { metrics: { isEnabled: true } });
    await request(app).get('/api/health').expect(200);
    await request(app).get('/nowhere/<script>').expect(404);
    const { text, headers } = await request(app).get('/metrics').expect(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('itibar_queue_jobs{name="fetch",state="pending"} 2');
    expect(text).toContain('itibar_http_requests_total{method="GET",route="/api/health",status="200"} 1');
    expect(text).toContain('itibar_http_requests_total{method="GET",route="other",status="404"} 1');
    expect(text).not.toContain('<script');
    expect(text).toContain('process_resident_memory_bytes');
    expect(deps.config.metrics.token).toBe('');
  });

  it('is hidden from whoever came through a proxy, and from a wrong token', async () => {
    const open = await withFigures();
    for (const header of ['x-forwarded-for', 'forwarded', 'via'])
      expect((await request(open.health).get('/metrics').set(header, '203.0.113.9')).status).toBe(404);
    const { health } = await withFigures({ metrics: { isEnabled: true, token: 'bir-anahtar' } });
    expect((await request(health).get('/metrics')).status).toBe(404);
    expect((await request(health).get('/metrics').set('authorization', 'Bearer baska')).status).toBe(404);
    await request(health).get('/metrics').set('authorization', 'Bearer bir-anahtar').expect(200);
  });

  it('leaves the depth out when the queue does not answer', async () => {
    const { health, deps } = await withFigures();
    deps.queue.stats = () => Promise.reject(new Error('away'));
    const { text } = await request(health).get('/metrics').expect(200);
    expect(text).not.toContain('itibar_queue_jobs{');
  });
});

describe('what is counted', () => {
  it('is every run of a job by its outcome, new mentions by source, and runs of sources', async () => {
    const world = await openWorld();
    const metrics = createMetrics(world.deps);
    const deps = withMeter(world.deps, metrics.meter);
    const errors = [null, new RetryLater(60_000), new NeverRetry('no')];
    deps.queue.work('tidy', async () => {
      const error = errors.shift();
      if (error) throw error;
    });
    for (const _ of [1, 2, 3]) {
      await deps.queue.enqueue('tidy', {});
      await deps.queue.drain();
    }
    const hits = hitsOf(world, talk(3));
    await deps.store.mentions.add(hits);
    await deps.store.mentions.add(hits);
    const { body } = await metrics.text();
    for (const outcome of ['done', 'later', 'hopeless'])
      expect(body).toContain(`itibar_jobs_total{name="tidy",outcome="${outcome}"} 1`);
    expect(body).toContain('itibar_mentions_added_total{source="forum"} 3');
    expect(body).toContain('itibar_job_duration_seconds_count{name="tidy"} 3');
  });
});

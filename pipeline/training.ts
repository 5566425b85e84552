// `itibar train`: learns from the installation's corrections, tries it on what it did not learn, keeps the result as a
// numbered version and uses it when it is better. Versions stand in the store, so that every process has the same one; the
// shipped models are never changed, and version 0 is to have learned nothing.

import type { LearnedLayer } from '../core/learning.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { type LearningTest, testLearning } from './learning-test.ts';
import { gatherMaterial } from './lessons.ts';

/** One training, as it is listed. */
export interface Training extends LearningTest {
  version: number;
  lessonCount: number;
  trainedAt: number;
  by: string;
  /** Weights in the layer. */
  weightCount: number;
}

const VERSIONS = 'learning.versions';
const ACTIVE = 'learning.active';
const layerKey = (version: number) => `learning.layer.${version}`;
const KEPT = 10;
/** Fewer corrected mentions tell nothing that can be tested. */
export const LEAST_LESSONS = 10;
const LEASE = 'learning.train';
const LEASE_MS = 10 * 60_000;

export async function listTrainings({ store }: Pick<Deps, 'store'>): Promise<Training[]> {
  return ((await store.settings.get(VERSIONS)) as Training[] | null) ?? [];
}

/** 0 = nothing learned is used. */
export async function activeVersion({ store }: Pick<Deps, 'store'>): Promise<number> {
  return ((await store.settings.get(ACTIVE)) as number | null) ?? 0;
}

export interface TrainOptions {
  by: string;
  /** Tries it and keeps nothing. */
  isDry?: boolean;
  /** Uses it although it is not better. */
  isForced?: boolean;
  onProgress?: (done: number, total: number) => void;
}

export interface Trained {
  training: Training;
  isActive: boolean;
}

/** Throws 'learning.few.conflict' with too few corrections, 'learning.conflict' while another training is going on. */
export async function train(deps: Deps, options: TrainOptions): Promise<Trained> {
  const holder = `train:${options.by}:${deps.clock.now()}`;
  const now = deps.clock.now();
  if (!(await deps.store.leases.take(LEASE, holder, { now, until: now + LEASE_MS })))
    throw fault(deps, 'learning.conflict');
  try {
    return await trainNow(deps, options);
  } finally {
    await deps.store.leases.release(LEASE, holder);
  }
}

async function trainNow(deps: Deps, { by, isDry, isForced, onProgress }: TrainOptions): Promise<Trained> {
  const material = await gatherMaterial(deps);
  const count = material.lessons.length;
  if (count < LEAST_LESSONS) throw fault(deps, 'learning.few.conflict', { count, least: LEAST_LESSONS });
  const learner = await deps.parts.openLearner();
  const pause = () => deps.clock.sleep(0);
  const test = await testLearning(learner, material, { pause, ...(onProgress ? { onProgress } : {}) });
  const known = await listTrainings(deps);
  const version = Math.max(0, ...known.map((one) => one.version)) + 1;
  const all = [...material.lessons, ...material.anchors];
  const layer = await learner.learn(all, { version, strength: test.strength, pause });
  const weightCount = Object.values(layer.changes)
    .flatMap((labels) => Object.values(labels))
    .reduce((sum, { ids, facts }) => sum + ids.length + Object.keys(facts).length, 0);
  const training = { ...test, version, lessonCount: count, trainedAt: deps.clock.now(), by, weightCount };
  if (isDry) return { training, isActive: false };
  await keep(deps, known, training, layer);
  const isActive = test.isBetter || isForced === true;
  await audit(deps, by, 'learning.trained', `learning:${version}`, { lessonCount: count, isBetter: test.isBetter });
  if (isActive) await activateVersion(deps, version, by);
  return { training, isActive };
}

async function keep(deps: Deps, known: readonly Training[], training: Training, layer: LearnedLayer): Promise<void> {
  await deps.store.settings.set(layerKey(layer.version), layer);
  const active = await activeVersion(deps);
  const all = [...known, training];
  const kept = all.filter(({ version }, index) => index >= all.length - KEPT || version === active);
  await deps.store.settings.set(VERSIONS, kept);
  for (const { version } of all.filter((one) => !kept.includes(one))) await deps.store.settings.take(layerKey(version));
}

/** Uses a version from now on, in every process; 0 = none. Throws 'learning.not-found'. */
export async function activateVersion(deps: Deps, version: number, by: string): Promise<void> {
  if (version !== 0 && (await deps.store.settings.get(layerKey(version))) === null)
    throw fault(deps, 'learning.not-found', { version });
  const before = await activeVersion(deps);
  await deps.store.settings.set(ACTIVE, version);
  await audit(deps, by, 'learning.used', `learning:${version}`, { before });
}

/** The version before the one in use that was used, or 0. */
export async function earlierVersion(deps: Deps): Promise<number> {
  const active = await activeVersion(deps);
  const earlier = (await listTrainings(deps)).filter(({ version, isBetter }) => version < active && isBetter);
  return earlier.at(-1)?.version ?? 0;
}

/** Before a batch is judged: what is in use by now is loaded. One read of a small value when nothing has changed. */
export async function loadLearned(deps: Deps): Promise<void> {
  const active = await activeVersion(deps);
  if (active === deps.parts.learned.version) return;
  const layer = active === 0 ? null : ((await deps.store.settings.get(layerKey(active))) as LearnedLayer | null);
  deps.parts.learned.use(layer);
  deps.log.info({ version: deps.parts.learned.version }, 'what was learned is loaded');
}

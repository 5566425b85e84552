// What the installation learned: how much there is to learn from, trainings with their tests, which version is in use, and
// judging everything stored anew. Everybody signed in may look; only admins change what all judgements follow.

import type { Locale } from '../../core/ports.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { cancelReanalysis, currentReanalysis, previewReanalysis, startReanalysis } from '../../pipeline/reanalyze.ts';
import { askForTraining, trainProgress } from '../../pipeline/train-job.ts';
import { activateVersion, activeVersion, LEAST_LESSONS, listTrainings } from '../../pipeline/training.ts';
import { route } from '../route.ts';
import * as learning from '../schema-learning.ts';

/** A page cannot wait for all; the command line looks at everything. */
const PREVIEWED = 1000;

async function view(deps: Deps, locale: Locale) {
  const trainings = await listTrainings(deps);
  const users = new Map((await deps.store.users.list()).map(({ id, name }) => [id, name]));
  const progress = await trainProgress(deps);
  return {
    counts: await deps.store.corrections.counts(),
    least: LEAST_LESSONS,
    active: await activeVersion(deps),
    trainings: trainings.map((one) => ({ ...one, byName: users.get(one.by) ?? one.by })).reverse(),
    progress: progress && { ...progress, error: progress.error?.[locale] ?? null },
    reanalysis: await currentReanalysis(deps),
  };
}

export const learningRoutes = [
  route({
    method: 'get',
    path: '/api/learning',
    summary: 'Corrections so far, trainings, the version in use, and the run that judges anew',
    access: 'viewer',
    answer: learning.learning,
    handle: ({ deps, locale }) => view(deps, locale),
  }),
  route({
    method: 'post',
    path: '/api/learning/train',
    summary: 'Learn from the corrections; used by itself only when it is better',
    access: 'admin',
    body: learning.trainBody,
    answer: learning.learning,
    handle: async ({ deps, body, by, locale }) => {
      await askForTraining(deps, by, body.isForced);
      return view(deps, locale);
    },
  }),
  route({
    method: 'post',
    path: '/api/learning/version',
    summary: 'Use a learned version from now on; 0 = none',
    access: 'admin',
    body: learning.versionBody,
    answer: learning.learning,
    handle: async ({ deps, body, by, locale }) => {
      await activateVersion(deps, body.version, by);
      return view(deps, locale);
    },
  }),
  route({
    method: 'post',
    path: '/api/learning/reanalysis/preview',
    summary: 'What judging anew would change, over the newest mentions; nothing is written',
    access: 'admin',
    body: learning.reanalysisBody,
    answer: learning.reanalysisPreview,
    handle: ({ deps, body }) => {
      if (deps.analyzers.length === 0) throw fault(deps, 'learning.elsewhere.conflict');
      return previewReanalysis(deps, body, { limit: PREVIEWED });
    },
  }),
  route({
    method: 'post',
    path: '/api/learning/reanalysis',
    summary: 'Judge stored mentions anew; corrections stay, nobody is alerted',
    access: 'admin',
    body: learning.reanalysisBody,
    answer: learning.reanalysisRun,
    handle: ({ deps, body, by }) => startReanalysis(deps, body, by),
  }),
  route({
    method: 'delete',
    path: '/api/learning/reanalysis',
    summary: 'Stop the run that judges anew; what is done stays',
    access: 'admin',
    answer: learning.reanalysisRun.nullable(),
    handle: ({ deps, by }) => cancelReanalysis(deps, by),
  }),
];

// The pure half of alerting in one object: which rules there are, in which order, and what the jobs may ask.
// Must never hold state; app.ts hands it to the jobs as parts.alerting.

import type { Alerting, Rule } from '../core/alerting.ts';
import { buildDigest } from './digest/build.ts';
import { planAlerts } from './notify.ts';
import { rule as coordinatedWave } from './rules/coordinated-wave.ts';
import { rule as follow } from './rules/follow.ts';
import { rule as growingStory } from './rules/growing-story.ts';
import { rule as quiet } from './rules/quiet.ts';
import { rule as searchPage } from './rules/search-page.ts';
import { rule as severeMention } from './rules/severe-mention.ts';
import { judgeSources } from './rules/sources.ts';
import { rule as volume } from './rules/volume.ts';

/** A page of a search first (its story then belongs to it), a severe mention before the wave (it gets its own incident), the wave before the stories (they join it), what may be coordinated before what merely grows. */
export const rules: readonly Rule[] = [searchPage, severeMention, volume, coordinatedWave, growingStory, follow, quiet];

export const alerting: Alerting = { rules, judgeSources, planAlerts, buildDigest };

// Fetches a robots.txt: guarded like every request, up to five redirects, and of a huge one only the beginning.

import type { RequestPlan } from '../../core/ports.ts';
import { judgeError } from './failure.ts';
import type { Guard } from './guard.ts';
import type { HttpClient, HttpReply } from './http.ts';
import { nextHop } from './redirect.ts';
import type { RobotsFile } from './robots.ts';

/** RFC 9309, 2.5: at least 500 KiB are read; the rest is cut off. */
const MAX_BYTES = 512_000;
const MAX_REDIRECTS = 5;

/** Never throws: what cannot be read is 'unreachable', with the reason. */
export async function readRobotsFile(robotsUrl: URL, guard: Guard, http: HttpClient): Promise<RobotsFile> {
  let hop: RequestPlan = { url: robotsUrl.href };
  try {
    for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
      const url = guard.checkUrl(hop.url);
      const answer = await http.send(url, hop, { maxBytes: MAX_BYTES, isCutWanted: true });
      const next = nextHop(url, hop, answer);
      if (next === null) return fileOf(robotsUrl.host, answer);
      hop = next;
    }
    return { kind: 'none' }; // RFC 9309, 2.3.1.2: after five redirects the file counts as not there
  } catch (error) {
    const { outcome, error: sentence } = judgeError(error, robotsUrl.host);
    return { kind: 'unreachable', outcome, error: sentence ?? '' };
  }
}

function fileOf(host: string, { status, bytes }: HttpReply): RobotsFile {
  if (status >= 500 || status === 429)
    return {
      kind: 'unreachable',
      outcome: status === 429 ? 'throttled' : 'refused',
      error: `The robots.txt of ${host} cannot be read at the moment (${status}), so nothing is asked there for now.`,
    };
  if (status < 200 || status >= 300) return { kind: 'none' };
  return { kind: 'text', text: bytes.toString('utf8').replace(/^\ufeff/, '') };
}

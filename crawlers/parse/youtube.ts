// What the YouTube sources share: how the Data API is asked and how its answers are taken apart. The key travels in a
// header and nowhere else. Pure.

import type { Reply, RequestPlan } from '../../core/ports.ts';
import { type Json, listOf, objectOf } from './json.ts';
import { parseJsonReply, shapeChanged } from './refuse.ts';

const API = 'https://youtube.googleapis.com/youtube/v3';

export function apiRequest(
  method: string,
  asked: Record<string, string>,
  keys: Readonly<Record<string, string>>,
  note: object,
): RequestPlan {
  const headers = { accept: 'application/json', 'x-goog-api-key': keys.youtube ?? '' };
  return { url: `${API}/${method}?${new URLSearchParams(asked)}`, headers, note };
}

/** The answer's frame and items. Throws as parseJsonReply does, and 'source.changed' when there is no list. */
export function apiItems(reply: Reply): { frame: Json; items: Json[] } {
  const frame = objectOf(parseJsonReply(reply));
  if (!Array.isArray(frame.items)) throw shapeChanged('items');
  return { frame, items: listOf(frame.items).map(objectOf) };
}

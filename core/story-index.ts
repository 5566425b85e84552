// Members of stories by band, in memory: what a batch sees of itself, and all there is when stories are made without a
// store. Bounded: the oldest member is forgotten when there are too many. Holds signatures, never texts.

import type { Signature } from './text/similarity.ts';

/** A member of a story, as it is compared with a new mention. */
export interface Known {
  storyId: string;
  signature: Signature;
  lastSeenAt: number;
}

interface Member extends Known {
  bands: readonly string[];
}

/** A common phrase must not make every look-up long: of each band only the newest members are kept. */
const MAX_IN_BAND = 50;

export class StoryIndex {
  readonly #maxMembers: number;
  readonly #members: Member[] = []; // a ring once it is full
  #oldest = 0;
  readonly #byBand = new Map<string, Member[]>();

  constructor(maxMembers: number) {
    this.#maxMembers = maxMembers;
  }

  /** Every member that shares a band, each once, newest first. */
  find(bands: readonly string[]): Known[] {
    const found = new Set<Known>();
    for (const band of bands) {
      const members = this.#byBand.get(band);
      if (members !== undefined) for (let i = members.length - 1; i >= 0; i--) found.add(members[i] as Member);
    }
    return [...found];
  }

  /** Remembers a member. An exact copy of a member of the same story only renews it. */
  add(bands: readonly string[], known: Known): void {
    if (bands.length === 0) return;
    const copy = this.#byBand
      .get(bands[0] as string)
      ?.find(({ storyId, signature }) => storyId === known.storyId && signature.exact === known.signature.exact);
    if (copy !== undefined) {
      copy.lastSeenAt = Math.max(copy.lastSeenAt, known.lastSeenAt);
      return;
    }
    const member: Member = { ...known, bands };
    this.#remember(member);
    for (const band of bands) {
      const members = this.#byBand.get(band);
      if (members === undefined) this.#byBand.set(band, [member]);
      else if (members.push(member) > MAX_IN_BAND) members.shift();
    }
  }

  #remember(member: Member): void {
    if (this.#members.length < this.#maxMembers) {
      this.#members.push(member);
      return;
    }
    const oldest = this.#members[this.#oldest];
    this.#members[this.#oldest] = member;
    this.#oldest = (this.#oldest + 1) % this.#maxMembers;
    for (const band of oldest?.bands ?? []) {
      const rest = this.#byBand.get(band)?.filter((other) => other !== oldest) ?? [];
      if (rest.length === 0) this.#byBand.delete(band);
      else this.#byBand.set(band, rest);
    }
  }
}

// Members of stories by band, in memory: what a batch sees of itself, and all there is when stories are made without a
// store. Bounded: the oldest member is forgotten when there are too many. Holds signatures, never texts; about 1 KB each.

import { numberOf } from './text/signature.ts';

/** A member of a story, as it is compared with a new mention. */
export interface Known {
  storyId: string;
  signature: string;
  lastSeenAt: number;
}

interface Member extends Known {
  bands: Int32Array;
}

/** A common phrase must not make every look-up long: of each band only the newest members are kept. */
const MAX_IN_BAND = 50;

export class StoryIndex {
  readonly #maxMembers: number;
  readonly #members: Member[] = []; // a ring once it is full
  #oldest = 0;
  /** Bands as numbers; nearly all have one member, which then needs no list. */
  readonly #byBand = new Map<number, Member | Member[]>();

  constructor(maxMembers: number) {
    this.#maxMembers = maxMembers;
  }

  /** Every member that shares a band, each once. */
  find(bands: readonly string[]): Known[] {
    const found = new Set<Known>();
    for (const band of bands) for (const member of this.#inBand(numberOf(band))) found.add(member);
    return [...found];
  }

  /** Remembers a member. An exact copy of a member of the same story only renews it. */
  add(bands: readonly string[], known: Known): void {
    const [first] = bands;
    if (first === undefined) return;
    const copy = this.#inBand(numberOf(first)).find(
      ({ storyId, signature }) => storyId === known.storyId && signature === known.signature,
    );
    if (copy !== undefined) {
      copy.lastSeenAt = Math.max(copy.lastSeenAt, known.lastSeenAt);
      return;
    }
    const member: Member = { ...known, bands: Int32Array.from(bands, numberOf) };
    this.#remember(member);
    for (const band of member.bands) {
      const members = this.#inBand(band);
      if (members.length === 0) this.#byBand.set(band, member);
      else this.#byBand.set(band, [...members, member].slice(-MAX_IN_BAND));
    }
  }

  #inBand(band: number): readonly Member[] {
    const found = this.#byBand.get(band);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
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
      const rest = this.#inBand(band).filter((other) => other !== oldest);
      if (rest.length > 1) this.#byBand.set(band, rest);
      else if (rest[0] === undefined) this.#byBand.delete(band);
      else this.#byBand.set(band, rest[0]);
    }
  }
}

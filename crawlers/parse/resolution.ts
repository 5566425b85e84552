// What became of a review or a ticket, in the words of core/types.ts. Pure.

import type { Resolution } from '../../core/types.ts';

/** A place where firms answer: open until it is answered. */
export function answeredBy(answer: string | null, answeredAt: number | null): Resolution {
  return answer === null
    ? { state: 'open', answer: null, answeredAt: null }
    : { state: 'answered', answer, answeredAt };
}

/** A desk's ticket: desks say when one is done, hardly ever what was answered. */
export function ticketState(isSolved: boolean, answeredAt: number | null = null): Resolution {
  const state = isSolved ? 'solved' : answeredAt === null ? 'open' : 'answered';
  return { state, answer: null, answeredAt };
}

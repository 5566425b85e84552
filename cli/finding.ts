// One thing that `itibar doctor` looked at: how it is, what it says, how to mend it.

export interface Finding {
  state: 'ok' | 'warn' | 'fail';
  what: string;
  /** One sentence. */
  says: string;
  /** How to mend it; null when all is well. */
  mend: string | null;
}

export const ok = (what: string, says: string): Finding => ({ state: 'ok', what, says, mend: null });
export const warn = (what: string, says: string, mend: string): Finding => ({ state: 'warn', what, says, mend });
export const fail = (what: string, says: string, mend: string): Finding => ({ state: 'fail', what, says, mend });

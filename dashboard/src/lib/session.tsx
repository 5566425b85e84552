// Who is signed in, in which language and time zone. The cookie itself is never visible to this code.

import { createContext, use } from 'react';
import type { Session } from '../api.gen.ts';

export interface SessionValue {
  session: Session;
  setSession: (session: Session) => void;
}

export const SessionContext = createContext<SessionValue | null>(null);

export function useSession(): SessionValue {
  const value = use(SessionContext);
  if (!value) throw new Error('useSession is used outside its provider');
  return value;
}

/** Viewers read; everybody else may act. */
export function useCanAct(): boolean {
  const { session } = useSession();
  return session.user !== null && session.user.role !== 'viewer';
}

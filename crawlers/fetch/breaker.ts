// Leaves a host alone for a while after it failed several times in a row, and notices when it is our own network that is
// down: then no host is blamed. State of one process, gone after a restart. Must never close a host for more than half an hour.

import { MINUTE } from '../../core/clock.ts';
import type { Clock, FetchResult } from '../../core/ports.ts';

const OPENS_AT = 5;
const FIRST_PAUSE_MS = MINUTE;
const MAX_PAUSE_MS = 30 * MINUTE;
const MAX_HOSTS = 10_000;
/** So many hosts in a row without one answer in between: it is not the hosts. */
const OWN_NETWORK_HOSTS = 3;

interface HostState {
  failures: number;
  openUntil: number;
}

export interface Breaker {
  /** Milliseconds to wait before the host may be asked, or null when it may be asked now. */
  waitMs(host: string): number | null;
  record(host: string, outcome: FetchResult['outcome']): void;
  /** True when nothing on the network has answered lately. */
  isNetworkDown(): boolean;
}

export function createBreaker(clock: Clock): Breaker {
  const hosts = new Map<string, HostState>();
  const silentHosts = new Set<string>();
  const isNetworkDown = () => silentHosts.size >= OWN_NETWORK_HOSTS;
  return {
    isNetworkDown,
    waitMs: (host) => {
      const openUntil = hosts.get(host)?.openUntil ?? 0;
      return openUntil > clock.now() ? openUntil - clock.now() : null;
    },
    record: (host, outcome) => {
      if (outcome === 'refused') return;
      if (outcome === 'network' || outcome === 'timeout') silentHosts.add(host);
      else silentHosts.clear();
      if (outcome !== 'network' && outcome !== 'timeout' && outcome !== 'broken') {
        hosts.delete(host);
        return;
      }
      if (isNetworkDown()) {
        for (const silent of silentHosts) hosts.delete(silent);
        return;
      }
      const failures = (hosts.get(host)?.failures ?? 0) + 1;
      const pauseMs = failures < OPENS_AT ? 0 : Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - OPENS_AT));
      if (!hosts.has(host) && hosts.size >= MAX_HOSTS) hosts.clear();
      hosts.set(host, { failures, openUntil: clock.now() + pauseMs });
    },
  };
}

// Sends one action on an incident, shows its answer at once and re-reads the lists it changes.

import { useCallback, useState } from 'react';
import type { IncidentAction, IncidentDetail } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh, setQueryData } from '../../lib/query.ts';
import { useToasts } from '../../lib/toast.tsx';

export function useIncidentAction(incidentId: string) {
  const { t } = useI18n();
  const { say, fail } = useToasts();
  const [isBusy, setIsBusy] = useState(false);
  const act = useCallback(
    async (action: IncidentAction): Promise<boolean> => {
      setIsBusy(true);
      try {
        const path = `/api/incidents/${incidentId}`;
        setQueryData(path, await sendJson<IncidentDetail>('POST', `${path}/actions`, action));
        refresh('/api/today', '/api/incidents?');
        say(t(`incident.done.${action.action}`));
        return true;
      } catch (error) {
        fail(error);
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [incidentId, say, fail, t],
  );
  return { act, isBusy };
}

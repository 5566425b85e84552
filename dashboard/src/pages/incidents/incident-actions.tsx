// What a person can do with an incident now: the next step, another owner, a note.

import { useState } from 'react';
import type { Incident } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useUsers } from '../../lib/people.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useIncidentAction } from './use-incident-action.ts';

type Move = 'acknowledge' | 'contain' | 'resolve' | 'review';

/** The moves offered in each state, the usual one first. */
const MOVES: Record<Incident['state'], Move[]> = {
  open: ['acknowledge', 'resolve'],
  acknowledged: ['contain', 'resolve'],
  contained: ['resolve'],
  resolved: ['review'],
  reviewed: [],
};

export function IncidentActions(props: { incident: Incident }) {
  const { t, format } = useI18n();
  const { incident } = props;
  const { act, isBusy } = useIncidentAction(incident.id);
  const users = useUsers();
  const [note, setNote] = useState('');
  if (!useCanAct()) return null;
  const moves = MOVES[incident.state];
  const owners = users
    .filter((user) => user.role !== 'viewer')
    .toSorted((left, right) => format.compare(left.name, right.name));
  return (
    <div className="room-actions">
      <div className="actions">
        {moves.map((move, index) => (
          <button
            key={move}
            type="button"
            className={index === 0 ? 'button button-main' : 'button'}
            disabled={isBusy}
            data-testid={move === 'acknowledge' ? 'ack-button' : `${move}-button`}
            onClick={() => act({ action: move })}
          >
            {t(`incident.move.${move}`)}
          </button>
        ))}
        {owners.length > 0 && incident.resolvedAt === null && (
          <label className="owner-select">
            <span>{t('incident.owner')}</span>
            <select
              value={incident.ownerId ?? ''}
              disabled={isBusy}
              data-testid="owner-select"
              onChange={(event) => act({ action: 'assign', ownerId: event.target.value || null })}
            >
              <option value="">{t('incident.noOwner')}</option>
              {owners.map((user) => (
                <option key={user.id} value={user.id}>
                  {user.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <form
        className="note-form"
        data-testid="note-form"
        onSubmit={async (event) => {
          event.preventDefault();
          if (note.trim() && (await act({ action: 'note', text: note.trim() }))) setNote('');
        }}
      >
        <label>
          <span className="visually-hidden">{t('incident.note')}</span>
          <textarea
            value={note}
            rows={2}
            maxLength={4000}
            placeholder={t('incident.notePlaceholder')}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <button type="submit" className="button" disabled={isBusy || note.trim() === ''}>
          {t('incident.addNote')}
        </button>
      </form>
    </div>
  );
}

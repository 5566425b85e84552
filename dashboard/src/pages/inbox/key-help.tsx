// The list of single-key commands.

import { useEffect, useRef } from 'react';
import { useI18n } from '../../lib/i18n.tsx';

const KEYS = [
  ['j k', 'keys.move'],
  ['o Enter', 'keys.open'],
  ['Esc', 'keys.leave'],
  ['e', 'keys.close'],
  ['s', 'keys.snooze'],
  ['i', 'keys.irrelevant'],
  ['a', 'keys.take'],
  ['x', 'keys.choose'],
  ['b', 'keys.merge'],
  ['1 2 3', 'keys.sentiment'],
  ['0', 'keys.notMeant'],
  [', .', 'keys.mention'],
  ['/', 'keys.search'],
  ['?', 'keys.help'],
] as const;

export function KeyHelp(props: { isOpen: boolean; onClose: () => void }) {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (props.isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [props.isOpen]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      onClose={props.onClose}
      aria-labelledby="key-help-title"
      data-testid="key-help"
    >
      <h2 id="key-help-title">{t('keys.title')}</h2>
      <dl className="key-list">
        {KEYS.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="button" onClick={props.onClose}>
        {t('action.dismiss')}
      </button>
    </dialog>
  );
}

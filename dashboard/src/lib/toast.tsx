// Short notices at the foot of the page: what was done, with a way back; what failed, in a sentence.

import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import { ApiError } from './api.ts';
import { useI18n } from './i18n.tsx';

const SHOWN_MS = 7000;

interface Toast {
  id: number;
  text: string;
  isError: boolean;
  undo: (() => void) | null;
}
interface Toasts {
  say: (text: string, undo?: () => void) => void;
  fail: (error: unknown) => void;
}

const Context = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const value = use(Context);
  if (!value) throw new Error('useToasts is used outside its provider');
  return value;
}

/** The sentence for an error: the server's own, or ours when the server could not be reached. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useI18n();
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.unknown');
    if (error.status === 0) return t('error.network');
    const fields = error.fields.map((field) => field.message).join(' ');
    return fields && !error.message.includes(fields) ? `${error.message} ${fields}` : error.message;
  };
}

export function ToastProvider(props: { children: ReactNode }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(1);
  const drop = useCallback((id: number) => setToasts((old) => old.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (toast: Omit<Toast, 'id'>) => {
      const id = next.current++;
      setToasts((old) => [...old.slice(-2), { ...toast, id }]);
      setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const latestText = useRef(errorText);
  latestText.current = errorText;
  const value = useMemo<Toasts>(
    () => ({
      say: (text, undo) => add({ text, isError: false, undo: undo ?? null }),
      fail: (error) => add({ text: latestText.current(error), isError: true, undo: null }),
    }),
    [add],
  );
  return (
    <Context value={value}>
      {props.children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={toast.isError ? 'toast toast-error' : 'toast'} data-testid="toast">
            <span>{toast.text}</span>
            {toast.undo && (
              <button
                type="button"
                className="toast-undo"
                data-testid="undo-button"
                onClick={() => {
                  toast.undo?.();
                  drop(toast.id);
                }}
              >
                {t('action.undo')}
              </button>
            )}
            <button
              type="button"
              className="toast-close"
              aria-label={t('action.dismiss')}
              onClick={() => drop(toast.id)}
            >
              ×
            </button>
          </div>
        ))}
      </div>
    </Context>
  );
}

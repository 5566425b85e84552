// Errors that a person meets: one code, one sentence in English and in Turkish, from the locale files.
// Must never carry a secret or a mention's text in its parameters.

import { AppError } from '../core/errors.ts';
import type { Translate } from '../core/ports.ts';

/** One wrong field of a request or of a line in the configuration. */
export interface FieldError {
  /** 'sources.0.params.url' */
  path: string;
  message: string;
}

/**
 * AppError with the text `error.<code>`: the message is English, `facts.tr` Turkish, `facts.errors` names wrong fields.
 * The last part of the code says what kind it is: invalid, not-found, conflict, denied, needed …
 */
export function fault(
  deps: { t: Translate },
  code: string,
  params: Record<string, string | number> = {},
  errors?: FieldError[],
): AppError {
  const key = `error.${code}`;
  const facts = { tr: deps.t('tr', key, params), ...(errors ? { errors } : {}) };
  return new AppError(code, deps.t('en', key, params), { facts });
}

// Reading a form that was just sent.

import type { FormEvent } from 'react';

/** The named text fields of a form that was just sent; stops the browser from leaving the page. */
export function fieldsOf(event: FormEvent<HTMLFormElement>): Record<string, string> {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]));
}

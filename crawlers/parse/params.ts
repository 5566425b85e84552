// Parts of the sources' parameter schemas. `title` is the label of the form field, `description` the sentence below it,
// Turkish and English; the dashboard draws both from the JSON Schema.

import { z } from 'zod';

/** An http(s) address that a person enters. */
export function webAddress(title: string, description: string) {
  return z
    .url({ protocol: /^https?$/, error: 'must be a web address such as https://example.com/' })
    .max(2000)
    .meta({ title, description });
}

/** Address of a site without slash, query and fragment at the end: paths can be put behind it. */
export function siteRoot(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

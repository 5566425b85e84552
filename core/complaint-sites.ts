// Sites that people go to with a complaint: a page of theirs among the first results speaks against a brand, whatever the
// few words are that an engine shows of it. Pure.

import { registrableDomain } from './url.ts';

const SITES = new Set([
  'complaintsboard.com',
  'pissedconsumer.com',
  'ripoffreport.com',
  'sitejabber.com',
  'trustpilot.com',
]);
/** In the name that somebody registered: sikayetvar.com, sikayetim.com … */
const NAMES = /sikayet|complaint|dolandir/;

export function isComplaintSite(url: string): boolean {
  const domain = registrableDomain(url);
  return domain !== null && (SITES.has(domain) || NAMES.test(domain));
}

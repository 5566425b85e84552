// Is this page a captcha, a bot check or a consent wall instead of what was asked for? Pure. Such a page is never worked
// around: it ends the run as `blocked`. Must not take an article about captchas for one.

import type { Reply } from '../../core/ports.ts';

/** A check page says little to a person; a page with more text than this is a page. */
const MAX_VISIBLE = 1500;
const MAX_HEAD = 200_000;

const TITLES =
  /^(?:just a moment|attention required|one moment, please|please wait|checking your browser|access denied|access to this page has been denied|pardon our interruption|are you a robot|robot check|verify you are human|human verification|bot verification|security check|captcha|ddos-guard|sayfaya erişim|bir dakika lütfen|lütfen bekleyin|güvenlik (?:doğrulaması|kontrolü)|robot olmadığınızı|insan doğrulaması|erişim engellendi)/i;

const MARKERS: [RegExp, string][] = [
  [/cdn-cgi\/challenge-platform|cf-chl-|cf_chl_opt|challenges\.cloudflare\.com/i, 'Cloudflare'],
  [/captcha-delivery\.com/i, 'DataDome'],
  [/px-captcha|_pxAppId/i, 'HUMAN'],
  [/_Incapsula_Resource/i, 'Imperva'],
  [/awswaf\.com|AwsWafIntegration/i, 'AWS WAF'],
  [/errors\.edgesuite\.net|Reference&#32;&#35;/i, 'Akamai'],
  [/ddos-guard\.net/i, 'DDoS-Guard'],
  [/geo\.captcha|g-recaptcha|hcaptcha\.com|friendlycaptcha|smartcaptcha/i, 'captcha'],
];

/** Where big sites send whoever they doubt. */
const WALLS: [RegExp, RegExp, string][] = [
  [/(^|\.)google\.[a-z.]+$/, /^\/sorry\//, 'Google'],
  [/^consent\.(?:google|youtube)\.[a-z.]+$/, /./, 'consent'],
  [/(^|\.)(?:instagram|facebook)\.com$/, /^\/(?:accounts\/login|login|checkpoint)/, 'sign-in'],
  [/(^|\.)linkedin\.com$/, /^\/(?:authwall|checkpoint|uas\/login)/, 'sign-in'],
];

/** Name of what stands in the way ('Cloudflare', 'captcha', 'consent', 'sign-in' …), or null when it is a page. */
export function challengeOf(reply: Pick<Reply, 'url' | 'headers' | 'body'>): string | null {
  if (/challenge/i.test(reply.headers['cf-mitigated'] ?? '')) return 'Cloudflare';
  if (/captcha|challenge/i.test(reply.headers['x-amzn-waf-action'] ?? '')) return 'AWS WAF';
  const url = new URL(reply.url);
  const wall = WALLS.find(([hosts, paths]) => hosts.test(url.hostname) && paths.test(url.pathname));
  if (wall) return wall[2];
  if (!isMarkup(reply)) return null;
  const head = reply.body.slice(0, MAX_HEAD);
  if (reply.body.length > MAX_HEAD || visibleLength(head) > MAX_VISIBLE) return null;
  const title = /<title[^>]*>\s*([^<]{0,200})/i.exec(head)?.[1]?.trim() ?? '';
  const marker = MARKERS.find(([pattern]) => pattern.test(head))?.[1] ?? null;
  return TITLES.test(title) ? (marker ?? 'bot check') : marker;
}

function isMarkup(reply: Pick<Reply, 'headers' | 'body'>): boolean {
  if (/json|[/+]xml|text\/plain/i.test(reply.headers['content-type'] ?? '')) return false;
  return /^\s*(?:<!doctype html|<html|<head|<!--)/i.test(reply.body.slice(0, 2000));
}

function visibleLength(markup: string): number {
  return markup
    .replace(/<(script|style|noscript|svg|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim().length;
}

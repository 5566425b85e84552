import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../core/clock.ts';
import { AppError } from '../../../core/errors.ts';
import type { Reply } from '../../../core/ports.ts';
import { challengeOf } from '../../../crawlers/fetch/challenge.ts';
import { judgeError } from '../../../crawlers/fetch/failure.ts';
import { judgeReply } from '../../../crawlers/fetch/outcome.ts';
import { retryAfterMs } from '../../../crawlers/fetch/retry-after.ts';

const NOW = Date.UTC(2026, 10, 24, 6, 0, 0);
const reply = (status: number, parts: Partial<Reply> = {}): Reply => ({
  url: 'https://example.com/a?key=geheim',
  headers: { 'content-type': 'text/html' },
  body: '',
  receivedAt: NOW,
  ...parts,
  status,
});

describe('judgeReply', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [206, 'ok'],
    [302, 'broken'],
    [304, 'not-modified'],
    [400, 'broken'],
    [401, 'blocked'],
    [403, 'blocked'],
    [404, 'gone'],
    [408, 'broken'],
    [410, 'gone'],
    [422, 'broken'],
    [429, 'throttled'],
    [451, 'blocked'],
    [500, 'broken'],
    [503, 'broken'],
    [520, 'broken'],
    [999, 'blocked'],
  ])('calls %i %s', (status, outcome) => {
    const verdict = judgeReply(reply(status), NOW);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.error === null).toBe(outcome === 'ok' || outcome === 'not-modified');
  });

  it('calls 503 with Retry-After throttled', () => {
    const verdict = judgeReply(reply(503, { headers: { 'retry-after': '120' } }), NOW);
    expect(verdict).toMatchObject({ outcome: 'throttled', retryAfterMs: 2 * MINUTE });
  });

  it.each([403, 404, 429, 500, 400, 302])('says for %i who answered, and never the address with its key', (status) => {
    const { error } = judgeReply(reply(status), NOW);
    expect(error).toContain('example.com');
    expect(error).not.toContain('geheim');
  });
});

describe('challengeOf', () => {
  const page = (title: string, rest = '') =>
    `<!DOCTYPE html><html><head><title>${title}</title>${rest}</head><body></body></html>`;
  const longText = `<p>${'Bu sitede bir robot doğrulaması var ve müşteriler şikâyetçi. '.repeat(60)}</p>`;

  it.each([
    ['Cloudflare', { body: page('Just a moment...', '<script>window._cf_chl_opt={}</script>') }],
    ['Cloudflare', { body: '', headers: { 'cf-mitigated': 'challenge' } }],
    ['AWS WAF', { body: '', headers: { 'x-amzn-waf-action': 'captcha' } }],
    ['DataDome', { body: page('site', '<script src="https://ct.captcha-delivery.com/c.js"></script>') }],
    ['Imperva', { body: page('', '<script src="/_Incapsula_Resource?x"></script>') }],
    ['bot check', { body: page('Robot Check') }],
    ['bot check', { body: page('Güvenlik doğrulaması yapılıyor') }],
    ['Google', { url: 'https://www.google.com/sorry/index?continue=x', body: page('x') }],
    ['consent', { url: 'https://consent.google.com/m?continue=x', body: page('x') }],
    ['sign-in', { url: 'https://www.instagram.com/accounts/login/?next=x', body: page('x') }],
  ])('finds %s', (name, parts: Partial<Reply>) => {
    expect(challengeOf(reply(200, parts))).toBe(name);
    expect(judgeReply(reply(200, parts), NOW)).toMatchObject({ outcome: 'blocked', isTransient: false });
  });

  it.each([
    ['an article about captchas', { body: page('Captcha nedir?') + longText }],
    ['a thread whose form holds a captcha', { body: page('Konu', '<div class="g-recaptcha"></div>') + longText }],
    ['a page that happens to talk', { body: page('Kargom gelmedi') }],
    ['JSON with such a word', { body: '{"title":"Just a moment"}', headers: { 'content-type': 'application/json' } }],
    ['a feed with such a title', { body: '<?xml version="1.0"?><rss><title>Access denied</title></rss>' }],
  ])('does not take %s for one', (_, parts: Partial<Reply>) => {
    expect(challengeOf(reply(200, parts))).toBeNull();
  });

  it('lets nobody in with a title like that and a lot of text behind it', () => {
    expect(judgeReply(reply(403, { body: page('Just a moment...') + longText }), NOW).outcome).toBe('blocked');
  });
});

describe('retryAfterMs', () => {
  it.each([
    [{ 'retry-after': '30' }, 30 * SECOND],
    [{ 'retry-after': 'Tue, 24 Nov 2026 06:02:00 GMT' }, 2 * MINUTE],
    [{ 'retry-after': 'Tue, 24 Nov 2026 05:00:00 GMT' }, 0],
    [{ 'retry-after': '999999999' }, DAY],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '' }, null],
    [{}, null],
    [{ 'x-ratelimit-reset': '2026-11-24T06:05:00.000Z' }, 5 * MINUTE],
    [{ 'x-rate-limit-reset': String(NOW / 1000 + 90) }, 90 * SECOND],
    [{ 'x-ratelimit-reset': '45.5' }, 45_500],
    [{ 'retry-after': '10', 'x-ratelimit-reset': '600' }, 10 * SECOND],
  ])('reads %j as %s', (headers, expected) => {
    expect(retryAfterMs(headers as Record<string, string>, NOW)).toBe(expected);
  });
});

describe('judgeError', () => {
  const coded = (code: string, name = 'Error') => Object.assign(new Error('https://x/?key=geheim'), { code, name });

  it.each([
    [coded('ECONNRESET'), 'network', true],
    [coded('ECONNREFUSED'), 'network', true],
    [coded('ENOTFOUND'), 'network', false],
    [coded('EAI_AGAIN'), 'network', true],
    [coded('UND_ERR_HEADERS_TIMEOUT'), 'timeout', false],
    [coded('UND_ERR_BODY_TIMEOUT'), 'timeout', false],
    [coded('UND_ERR_CONNECT_TIMEOUT'), 'timeout', false],
    [new DOMException('late', 'TimeoutError'), 'timeout', false],
    [coded('CERT_HAS_EXPIRED'), 'broken', false],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'broken', false],
    [coded('EPROTO'), 'broken', false],
    [coded('UND_ERR_HEADERS_OVERFLOW'), 'too-big', false],
    [new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'network', true],
    [Object.assign(coded('UND_ERR_SOCKET'), { cause: coded('CERT_HAS_EXPIRED') }), 'broken', false],
    [new AppError('fetch.refused', 'No.'), 'refused', false],
    [new AppError('fetch.too-big', 'Big.'), 'too-big', false],
    ['a thrown text', 'network', true],
  ])('calls %s %s', (error, outcome, isTransient) => {
    const verdict = judgeError(error, 'example.com');
    expect(verdict).toMatchObject({ outcome, isTransient });
    expect(verdict.error).not.toContain('geheim');
  });
});

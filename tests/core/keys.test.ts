import { describe, expect, it } from 'vitest';
import type { AppError } from '../../core/errors.ts';
import { hideKeys, keysFor, missingKeys, withoutKeys } from '../../core/keys.ts';

const SECRET = 'AIza+sy/Çok gizli:1234567890';
const manifest = { title: 'YouTube', needs: ['youtube'], uses: ['proxy'] };

describe('keys of a source', () => {
  it('are those its manifest names, and no others', () => {
    const configured = { youtube: SECRET, proxy: 'proxy-key-1', brave: 'brave-key-1' };
    expect(keysFor(manifest, configured)).toEqual({ youtube: SECRET, proxy: 'proxy-key-1' });
    expect(keysFor(manifest, { youtube: SECRET })).toEqual({ youtube: SECRET });
    expect(keysFor({ title: 'Webhook', needs: ['webhooks'], isInbound: true }, configured)).toEqual({});
  });

  it('are asked for by the name of the setting when they are missing, without a value of any other', () => {
    for (const configured of [{}, { youtube: '  ' }, { brave: 'brave-key-1' }]) {
      try {
        keysFor(manifest, configured as Record<string, string>);
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'source.key-missing' });
        expect((error as AppError).message).toMatch(/^YouTube cannot be read .* keys\.youtube .*ITIBAR_KEYS/);
        expect((error as AppError).message).not.toContain('brave-key-1');
      }
    }
    expect(missingKeys(manifest, {})).toEqual(['youtube']);
    expect(missingKeys({ needs: ['constructor'] }, {})).toEqual(['constructor']);
  });

  it('disappear from an answer in every form in which a service repeats them', () => {
    const keys = { youtube: SECRET };
    const forms = [
      SECRET,
      encodeURIComponent(SECRET),
      new URLSearchParams({ key: SECRET }).toString(),
      `Basic ${Buffer.from(SECRET).toString('base64')}`,
      'only its second part 1234567890',
    ];
    const body = forms.join('\n');
    const reply = { url: `https://x.example/?key=${encodeURIComponent(SECRET)}`, status: 200, receivedAt: 0 };
    const clean = withoutKeys({ ...reply, headers: { link: `<${reply.url}>; rel="next"` }, body }, keys);
    expect(JSON.stringify(clean)).not.toMatch(/gizli|Z2l6bGk|1234567890|AIza/);
    expect(hideKeys('nothing to hide', keys)).toBe('nothing to hide');
  });
});

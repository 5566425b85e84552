import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../crawlers/fetch/address.ts';
import { createGuard, type ResolvedAddress } from '../../../crawlers/fetch/guard.ts';
import { reader, site } from './support.ts';

describe('isPublicAddress', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700:4700::1111', true],
    ['::ffff:8.8.8.8', true],
    ['64:ff9b::808:808', true],
    ['0.0.0.0', false],
    ['127.8.9.1', false],
    ['10.0.0.1', false],
    ['172.31.255.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['198.18.0.1', false],
    ['192.0.2.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['[::1]', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['::127.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['64:ff9b:1::808:808', false],
    ['2002:7f00:1::', false],
    ['2001::1', false],
    ['fe80::1%eth0', false],
    ['fd00::1', false],
    ['2001:db8::1', false],
    ['not an address', false],
  ])('says of %s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  it('judges an IPv4 address the same inside IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});

describe('checkUrl', () => {
  const guard = createGuard({ allowHosts: ['10.1.2.3:8080', 'intranet.example:443'] });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://app.localhost/',
    'http://10.1.2.3/',
    'http://10.1.2.3:8081/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://user:pass@example.com/',
    'http://user@10.1.2.3:8080/',
    'http://example.com:25/',
    'http://',
    'example.com',
    `http://example.com/${'a'.repeat(9000)}`,
  ])('refuses %s', (url) => {
    expect(() => guard.checkUrl(url)).toThrowError(expect.objectContaining({ code: 'fetch.refused' }));
  });

  it.each([
    'https://example.com/a?b=c',
    'http://example.com:8080/',
    'http://10.1.2.3:8080/x',
    'https://intranet.example/',
  ])('lets %s pass', (url) => {
    expect(guard.checkUrl(url).href).toBe(new URL(url).href);
  });

  it('names the host in its sentence, never the address with its query', () => {
    expect(() => guard.checkUrl('http://192.168.1.1/?key=geheim')).toThrowError(/^192\.168\.1\.1 leads into a private/);
  });
});

describe('lookup', () => {
  const lookUp = (answer: ResolvedAddress[], all: boolean) =>
    new Promise<unknown>((resolve, reject) => {
      const guard = createGuard({ allowHosts: [], resolve: async () => answer });
      guard.lookup('a.example', { all }, (error, address, family) =>
        error ? reject(error) : resolve(all ? address : [address, family]),
      );
    });

  it('hands out public addresses in the form that was asked for', async () => {
    const answer = [{ address: '8.8.8.8', family: 4 }];
    expect(await lookUp(answer, true)).toEqual(answer);
    expect(await lookUp(answer, false)).toEqual(['8.8.8.8', 4]);
  });

  it('refuses a name when one of its addresses is private', async () => {
    const mixed = [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    await expect(lookUp(mixed, true)).rejects.toMatchObject({ code: 'fetch.refused' });
  });
});

describe('the fetcher behind the guard', () => {
  it('refuses a public name that leads to this machine, without a connection', async () => {
    const home = await site((_, response) => response.end('secret'));
    const port = home.host.split(':')[1];
    const { get } = reader([], { resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const result = await get(`http://rebind.example:${port}/`);
    expect(result).toMatchObject({ outcome: 'refused', reply: null });
    expect(home.asked).toEqual([]);
  });

  it('asks the name again for each new connection, so that a changed answer is noticed', async () => {
    const home = await site((_, response) => response.writeHead(200, { connection: 'close' }).end('secret'));
    const port = home.host.split(':')[1];
    const answers = ['203.0.114.1', '127.0.0.1'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '127.0.0.1', family: 4 }];
    const { get } = reader([], { resolve, config: { timeout: 150 } });
    await get(`http://changes.example:${port}/`);
    expect(await get(`http://changes.example:${port}/`)).toMatchObject({ outcome: 'refused' });
    expect(home.asked).toEqual([]);
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
  ])('does not follow a redirect to %s', async (target) => {
    const home = await site((_, response) => response.writeHead(302, { location: target }).end());
    const result = await reader([home.host]).get(home.url);
    expect(result).toMatchObject({ outcome: 'refused', reply: null });
  });

  it('does not open other ports of an allowed host', async () => {
    const allowed = await site((_, response) => response.end());
    const other = await site((_, response) => response.end('secret'));
    expect(await reader([allowed.host]).get(other.url)).toMatchObject({ outcome: 'refused' });
    expect(other.asked).toEqual([]);
  });
});

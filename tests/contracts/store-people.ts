// Contract of users, sessions, tokens, settings, audit, and of the store as a whole.

import { describe, expect, it } from 'vitest';
import type { ApiToken, AuditEntry, Session, User } from '../../core/types.ts';
import { type OpenedStore, T0 } from './store-samples.ts';

export function peopleContract(current: () => OpenedStore): void {
  describe('users', () => {
    it('come back as they were put, oldest first, and are found by address in any case', async () => {
      const { store } = current();
      await store.users.put(userOf('usr_b', 'b@ornek.example', T0 + 1));
      await store.users.put(userOf('usr_a', 'Ilk@ornek.example'));
      expect((await store.users.list()).map(({ id }) => id)).toEqual(['usr_a', 'usr_b']);
      expect(await store.users.findByEmail(' ILK@ornek.example')).toEqual(userOf('usr_a', 'Ilk@ornek.example'));
      expect(await store.users.findByEmail('yok@ornek.example')).toBeNull();
      await store.users.put({ ...userOf('usr_a', 'yeni@ornek.example'), isDisabled: true });
      expect(await store.users.get('usr_a')).toMatchObject({ email: 'yeni@ornek.example', isDisabled: true });
      expect(await store.users.findByEmail('ilk@ornek.example')).toBeNull();
      expect(await store.users.get('usr_none')).toBeNull();
    });

    it('have an address of their own', async () => {
      const { store } = current();
      await store.users.put(userOf('usr_a', 'a@ornek.example'));
      await expect(store.users.put(userOf('usr_b', 'A@ORNEK.example'))).rejects.toMatchObject({
        code: 'store.conflict',
      });
    });
  });

  describe('sessions', () => {
    it('end one by one, with their user, or when they expire', async () => {
      const { store } = current();
      const ids = ['a', 'b', 'c', 'd'];
      for (const [index, id] of ids.entries())
        await store.sessions.put(sessionOf(id, T0 + index, index < 2 ? 'u1' : 'u2'));
      await store.sessions.put({ ...sessionOf('d', T0 + 9, 'u2') });
      expect(await store.sessions.get('d')).toEqual(sessionOf('d', T0 + 9, 'u2'));
      await store.sessions.remove('a');
      await store.sessions.removeOfUser('u1');
      expect(await Promise.all(ids.map((id) => store.sessions.get(id)))).toMatchObject([null, null, {}, {}]);
      expect(await store.sessions.removeExpired(T0 + 2)).toBe(1);
      expect(await store.sessions.get('c')).toBeNull();
    });
  });

  describe('tokens', () => {
    it('are found by their hash and can be removed', async () => {
      const { store } = current();
      await store.tokens.put(tokenOf('tok_a'));
      await store.tokens.put({ ...tokenOf('tok_b'), createdAt: T0 - 1 });
      await store.tokens.put({ ...tokenOf('tok_a'), lastUsedAt: T0 });
      expect(await store.tokens.findByHash('hash-tok_a')).toEqual({ ...tokenOf('tok_a'), lastUsedAt: T0 });
      expect((await store.tokens.list()).map(({ id }) => id)).toEqual(['tok_b', 'tok_a']);
      await store.tokens.remove('tok_a');
      expect(await store.tokens.findByHash('hash-tok_a')).toBeNull();
    });
  });

  describe('settings', () => {
    it('are set, set when absent, and taken once; null means that there is none', async () => {
      const { store } = current();
      expect(await store.settings.get('k')).toBeNull();
      expect(await store.settings.set('k', { a: [1, 'ş'] })).toEqual({ a: [1, 'ş'] });
      expect(await store.settings.set('k', 'other', { ifAbsent: true })).toEqual({ a: [1, 'ş'] });
      expect(await store.settings.set('l', true, { ifAbsent: true })).toBe(true);
      const taken = await Promise.all([store.settings.take('k'), store.settings.take('k')]);
      expect(taken).toEqual([{ a: [1, 'ş'] }, null]);
      expect(await store.settings.get('k')).toBeNull();
      expect(await store.settings.get('l')).toBe(true);
    });
  });

  describe('leases', () => {
    it('belong to one holder until their time is over, who may renew them and give them back', async () => {
      const { store } = current();
      const take = (holder: string, now: number) => store.leases.take('dinle', holder, { now, until: now + 30 });
      expect(await Promise.all([take('a', T0), take('b', T0)])).toEqual([true, false]);
      expect(await take('a', T0 + 20)).toBe(true);
      expect(await take('b', T0 + 49)).toBe(false);
      expect(await take('b', T0 + 50)).toBe(true);
      expect(await take('a', T0 + 51)).toBe(false);
      await store.leases.release('dinle', 'a');
      expect(await take('a', T0 + 52)).toBe(false);
      await store.leases.release('dinle', 'b');
      expect(await take('a', T0 + 53)).toBe(true);
      expect(await store.leases.take('başka', 'b', { now: T0, until: T0 + 1 })).toBe(true);
    });
  });

  describe('the audit log', () => {
    it('lists the newest first, and an entry stands once', async () => {
      const { store } = current();
      await store.audit.add(auditOf('aud_1', T0));
      await store.audit.add(auditOf('aud_3', T0 + 1));
      await store.audit.add(auditOf('aud_2', T0));
      await store.audit.add({ ...auditOf('aud_1', T0 + 5), action: 'changed' });
      expect(await store.audit.list(9)).toEqual([auditOf('aud_3', T0 + 1), auditOf('aud_2', T0), auditOf('aud_1', T0)]);
      expect(await store.audit.list(1)).toHaveLength(1);
    });
  });

  describe('the whole', () => {
    it('can be migrated again without harm', async () => {
      const { store } = current();
      await store.migrate();
      expect(await store.brands.list()).toHaveLength(2);
    });

    it('tells its size when it is well', async () => {
      const { store } = current();
      const health = await store.checkHealth();
      expect(health.sizeBytes).toBeGreaterThan(0);
      expect(health.kind).not.toBe('');
    });
  });
}

function userOf(id: string, email: string, createdAt = T0): User {
  return { id, email, name: 'Ad', role: 'member', passwordHash: null, locale: 'tr', createdAt, isDisabled: false };
}

function sessionOf(idHash: string, expiresAt: number, userId: string): Session {
  return { idHash, userId, createdAt: T0, expiresAt };
}

function tokenOf(id: string): ApiToken {
  return { id, name: 'betik', hash: `hash-${id}`, scope: 'read', createdAt: T0, lastUsedAt: null };
}

function auditOf(id: string, at: number): AuditEntry {
  return { id, at, by: 'usr_1', action: 'watch.created', subject: 'wat_1', facts: { name: 'şey' } };
}

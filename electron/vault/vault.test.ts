import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Keychain, KeychainError, Vault } from './vault.ts';

const credentials = { principal: 'principal-7f3a', secret: 'secret-91bc' };

/** A keychain that holds its passwords in memory. */
function memoryKeychain(): Keychain & { held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    getPassword: async (service, account) => held.get(`${service} ${account}`) ?? null,
    setPassword: async (service, account, password) => void held.set(`${service} ${account}`, password),
    deletePassword: async (service, account) => held.delete(`${service} ${account}`),
  };
}

function vaultWithout(message: string): Vault {
  return new Vault(() => Promise.reject(new Error(message)));
}

afterEach(() => {
  vi.useRealTimers();
});

describe('credentials', () => {
  it('lie in the keychain under the app and the source, and come back over a restart', async () => {
    const keychain = memoryKeychain();
    await new Vault(async () => keychain).keep('source-a', credentials, false);
    expect([...keychain.held]).toEqual([['lurescope source-a', JSON.stringify(credentials)]]);
    expect(await new Vault(async () => keychain).credentials('source-a')).toEqual({ ok: true, credentials });
  });

  it('in memory alone never reach the keychain and are gone after a restart', async () => {
    const keychain = memoryKeychain();
    const vault = new Vault(async () => keychain);
    await vault.keep('source-a', credentials, true);
    expect(await vault.credentials('source-a')).toEqual({ ok: true, credentials });
    expect(keychain.held.size).toBe(0);
    expect(await new Vault(async () => keychain).credentials('source-a')).toMatchObject({
      ok: false,
      trouble: { kind: 'no-credentials', sentence: expect.stringMatching(/holds no credentials/) },
    });
  });

  it('kept in the keychain take the place of those in memory', async () => {
    const vault = new Vault(async () => memoryKeychain());
    const keychain = memoryKeychain();
    const durable = new Vault(async () => keychain);
    await durable.keep('a', { ...credentials, secret: 'old' }, true);
    await durable.keep('a', credentials, false);
    expect(await durable.credentials('a')).toEqual({ ok: true, credentials });
    expect((await vault.credentials('a')).ok).toBe(false);
  });

  it('are forgotten for good', async () => {
    const keychain = memoryKeychain();
    const vault = new Vault(async () => keychain);
    await vault.keep('a', credentials, false);
    await vault.keep('b', credentials, true);
    await vault.forget('a');
    await vault.forget('b');
    await vault.forget('never-there');
    expect(keychain.held.size).toBe(0);
    expect((await vault.credentials('a')).ok).toBe(false);
    expect((await vault.credentials('b')).ok).toBe(false);
  });

  it('are forgotten in the keychain too when they were last changed in memory', async () => {
    const keychain = memoryKeychain();
    const vault = new Vault(async () => keychain);
    await vault.keep('a', credentials, false);
    await vault.keep('a', { ...credentials, secret: 'newer' }, true);
    await vault.forget('a');
    expect([...keychain.held.keys()]).toEqual([]);
  });

  it('in memory are forgotten where there is no keychain at all', async () => {
    const vault = vaultWithout('no keychain');
    await vault.keep('a', credentials, true);
    await expect(vault.forget('a')).resolves.toBeUndefined();
  });

  it.each(['not json', '{}', '{"principal":"","secret":""}', '[]', '"text"'])(
    'that cannot be read (%s) are a trouble that says what to do',
    async (held) => {
      const keychain = memoryKeychain();
      keychain.held.set('lurescope a', held);
      expect(await new Vault(async () => keychain).credentials('a')).toMatchObject({
        ok: false,
        trouble: { kind: 'no-credentials', sentence: expect.stringMatching(/cannot be read.*Enter/) },
      });
    },
  );
});

describe('a keychain that does not answer', () => {
  it.each([
    ['libsecret-1.so.0: cannot open shared object file', /apt install libsecret/],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', /No keychain service is running/],
    [
      'The name org.freedesktop.secrets was not provided by any .service files',
      /No keychain service is running/,
    ],
    ['Cannot create an item in a locked collection', /is locked/],
    ['Prompt was dismissed', /is locked/],
    ['something else', /refused \(something else\)/],
  ])('for "%s" is explained', async (message, sentence) => {
    const vault = vaultWithout(message);
    expect(await vault.status()).toEqual({ available: false, sentence: expect.stringMatching(sentence) });
    await expect(vault.keep('a', credentials, false)).rejects.toThrow(KeychainError);
    await expect(vault.keep('a', credentials, false)).rejects.toThrow(sentence);
    await expect(vault.forget('a')).rejects.toThrow(sentence);
    expect(await vault.credentials('a')).toMatchObject({
      ok: false,
      trouble: { kind: 'no-credentials', sentence: expect.stringMatching(sentence) },
    });
  });

  it('for ever is taken for locked after a while', async () => {
    vi.useFakeTimers();
    const vault = new Vault(() => new Promise<Keychain>(() => {}));
    const status = vault.status();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await status).toEqual({ available: false, sentence: expect.stringMatching(/is locked/) });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('at first may answer later', async () => {
    const keychain = memoryKeychain();
    let tries = 0;
    const vault = new Vault(async () => {
      tries += 1;
      if (tries === 1) throw new Error('locked');
      return keychain;
    });
    expect((await vault.status()).available).toBe(false);
    expect(await vault.status()).toEqual({ available: true, sentence: '' });
  });

  it('is asked for its status without anything being stored', async () => {
    const keychain = memoryKeychain();
    await new Vault(async () => keychain).status();
    expect(keychain.held.size).toBe(0);
  });
});

import { z } from 'zod';
import type { KeychainStatus } from '../../shared/ipc.ts';
import { type Credentials, credentialsSchema } from '../../shared/proofpoint/credentials.ts';
import type { Trouble } from '../../shared/proofpoint/trouble.ts';

/** The part of keytar that the vault uses. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The one name under which this app's credentials lie in the OS keychain. */
const service = 'lurescope';

/** An account that is only ever asked for, to see whether the keychain answers. */
const probeAccount = 'is-the-keychain-there';

/** How long a keychain may take before it is taken for locked: a prompt that nobody answers never ends, ms. */
const patience = 20_000;

const storedSchema = z.string().transform((text, context) => {
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'unreadable' });
    return z.NEVER;
  }
});

/** The keychain could not do what was asked; its message is a sentence for the analyst, without any secret. */
export class KeychainError extends Error {}

/**
 * Credentials, in the OS keychain alone or, where there is none and the analyst chose so, in this run's memory.
 * Nothing here ever writes a secret to a file or a log.
 */
export class Vault {
  readonly #keychain: () => Promise<Keychain>;
  readonly #memory = new Map<string, Credentials>();

  /** @param keychain loads the keychain, which fails where the system has none */
  constructor(keychain: () => Promise<Keychain>) {
    this.#keychain = keychain;
  }

  /** Whether a secret could be kept, and if not, why. */
  async status(): Promise<KeychainStatus> {
    try {
      await this.#ask((keychain) => keychain.getPassword(service, probeAccount));
      return { available: true, sentence: '' };
    } catch (error) {
      return { available: false, sentence: sentenceOf(error) };
    }
  }

  /** @throws KeychainError */
  async keep(source: string, credentials: Credentials, memoryOnly: boolean): Promise<void> {
    if (memoryOnly) {
      this.#memory.set(source, credentials);
      return;
    }
    await this.#ask((keychain) => keychain.setPassword(service, source, JSON.stringify(credentials)));
    this.#memory.delete(source);
  }

  async credentials(
    source: string,
  ): Promise<{ ok: true; credentials: Credentials } | { ok: false; trouble: Trouble }> {
    const remembered = this.#memory.get(source);
    if (remembered) return { ok: true, credentials: remembered };
    try {
      const stored = await this.#ask((keychain) => keychain.getPassword(service, source));
      const parsed = storedSchema.safeParse(stored);
      if (parsed.success) return { ok: true, credentials: parsed.data };
      const sentence =
        stored === null
          ? 'The keychain holds no credentials for this source. Enter them again under Sources > Change credentials.'
          : 'What the keychain holds for this source cannot be read. Enter the credentials again under Sources > Change credentials.';
      return { ok: false, trouble: { kind: 'no-credentials', sentence } };
    } catch (error) {
      return { ok: false, trouble: { kind: 'no-credentials', sentence: sentenceOf(error) } };
    }
  }

  /** Forgets a source's credentials. @throws KeychainError */
  async forget(source: string): Promise<void> {
    const wasInMemory = this.#memory.delete(source);
    try {
      await this.#ask((keychain) => keychain.deletePassword(service, source));
    } catch (error) {
      // Credentials in memory are a sign of a keychain that could not hold any.
      if (!wasInMemory) throw error;
    }
  }

  async #ask<T>(question: (keychain: Keychain) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('time-out')), patience);
    });
    try {
      return await Promise.race([this.#keychain().then(question), tooLong]);
    } catch (error) {
      throw new KeychainError(explain(error), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the keychain's own message means and what to do (libsecret's and keytar's wording). */
function explain(error: unknown): string {
  const said = sentenceOf(error);
  if (/locked|time-out|dismissed|cancell?ed/i.test(said)) {
    return 'The system keychain is locked. Unlock it (log in to the desktop again, or open your keyring program) and try again.';
  }
  if (/libsecret|cannot open shared object|native addon/i.test(said)) {
    return 'This system has no keychain library. Install libsecret (Debian, Ubuntu: apt install libsecret-1-0 gnome-keyring) and start Lurescope again.';
  }
  if (/d-?bus|org\.freedesktop\.secrets|ServiceUnknown|autolaunch|not provided/i.test(said)) {
    return 'No keychain service is running. Start one (GNOME Keyring, KWallet or KeePassXC with Secret Service) and try again.';
  }
  return `The system keychain refused (${said}). Check that it is running and unlocked, and try again.`;
}

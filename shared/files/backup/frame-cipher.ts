import { scryptAsync } from '@noble/hashes/scrypt.js';
import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import type { BackupEncryption } from './backup-header.ts';
import { BackupTrouble } from './backup-trouble.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The frame number that no frame has: its nonce is the check's. */
const checkNumber = 0xffff_ffff;

const nothing: Bytes = new Uint8Array(0);

async function keyOf(
  passphrase: string,
  { cost, salt }: Pick<BackupEncryption, 'cost' | 'salt'>,
): Promise<Key> {
  // The same passphrase may be typed with letters composed or not.
  const bytes = await scryptAsync(passphrase.normalize('NFC'), hexToBytes(salt), {
    N: cost,
    r: 8,
    p: 1,
    dkLen: 32,
  });
  return crypto.subtle.importKey('raw', Uint8Array.from(bytes), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Encrypts frames, each with a nonce of its own number, so that none can take another's place. */
export class FrameCipher {
  readonly #key: Key;
  readonly #nonce: Bytes;

  private constructor(key: Key, nonce: Bytes) {
    this.#key = key;
    this.#nonce = nonce;
  }

  /**
   * For a new backup.
   * @param cost scrypt's N: how much work it is to try a passphrase
   */
  static async create(
    passphrase: string,
    cost: number,
  ): Promise<{ cipher: FrameCipher; encryption: BackupEncryption }> {
    const salt = bytesToHex(randomBytes(16));
    const nonce = Uint8Array.from(randomBytes(8));
    const cipher = new FrameCipher(await keyOf(passphrase, { cost, salt }), nonce);
    const check = bytesToHex(await cipher.encrypt(checkNumber, nothing, nothing));
    const encryption = {
      cipher: 'AES-256-GCM',
      key: 'scrypt',
      cost,
      salt,
      nonce: bytesToHex(nonce),
      check,
    } as const;
    return { cipher, encryption };
  }

  /** For a backup that is there. @throws BackupTrouble where the passphrase is another */
  static async open(passphrase: string, encryption: BackupEncryption): Promise<FrameCipher> {
    const key = await keyOf(passphrase, encryption);
    const cipher = new FrameCipher(key, Uint8Array.from(hexToBytes(encryption.nonce)));
    const check = Uint8Array.from(hexToBytes(encryption.check));
    if (!(await cipher.decrypt(checkNumber, check, nothing))) throw new BackupTrouble('wrong-passphrase');
    return cipher;
  }

  /** @param beside what has to be the same when it is decrypted */
  async encrypt(number: number, bytes: Bytes, beside: Bytes): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(this.#parameters(number, beside), this.#key, bytes));
  }

  /** @returns undefined where the bytes are not those that were encrypted */
  async decrypt(number: number, bytes: Bytes, beside: Bytes): Promise<Bytes | undefined> {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.#parameters(number, beside), this.#key, bytes));
    } catch {
      return undefined;
    }
  }

  #parameters(number: number, additionalData: Bytes) {
    const iv = new Uint8Array(12);
    iv.set(this.#nonce);
    new DataView(iv.buffer).setUint32(8, number, true);
    return { name: 'AES-GCM', iv, additionalData };
  }
}

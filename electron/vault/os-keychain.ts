import type { Keychain } from './vault.ts';

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux.
 * Loaded when first needed, since its native module does not load where libsecret is missing.
 */
export async function osKeychain(): Promise<Keychain> {
  const keytar = await import('keytar');
  return keytar.default ?? keytar;
}

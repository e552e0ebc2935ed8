import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key that secrets at rest are sealed with. */
export interface VaultKey {
  /** Names the key beside what it sealed. Letters, digits, `-` and `_`, at most 32. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** What a secret belongs to. Sealed for one place, it cannot be opened as anything else. */
export interface VaultPlace {
  readonly tenantId: string;
  /** Such as `hubspot-refresh-token`. */
  readonly purpose: string;
}

/** Why a sealed text cannot be opened. `message` tells an administrator what to do; it never holds the text. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  /** `key_unknown`: sealed with a key that is not configured; `damaged`: altered, or sealed for another place. */
  readonly code: 'key_unknown' | 'damaged';

  constructor(code: VaultError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Seals short secrets with AES-256-GCM. */
export interface Vault {
  /** The key that seals; the others only open. */
  readonly currentKeyId: string;
  /** Sealing the same text twice gives two different results. */
  seal(text: string, place: VaultPlace): string;
  /** @throws VaultError */
  open(sealed: string, place: VaultPlace): string;
  /** True when another key than the current one sealed it. */
  isStale(sealed: string): boolean;
}

/** Of every key, as AES-256 wants it. */
export const VAULT_KEY_BYTES = 32;
const ALGORITHM = 'aes-256-gcm';
const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a vault. Sealed texts read `v1:<key id>:<base64url of nonce, tag and cipher text>`; tenant, purpose and key id
 * are authenticated with them, so that a row copied to another tenant does not open.
 *
 * @param keys the first one seals, all of them open; at least one
 */
export function createVault(keys: readonly VaultKey[]): Vault {
  const [current] = keys;
  if (!current) throw new TypeError('createVault: at least one key is needed (this is a bug).');
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));
  return {
    currentKeyId: current.id,
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.bytes, nonce);
      cipher.setAAD(associatedData(current.id, place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${FORMAT}:${current.id}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (sealed, place) => {
      const { keyId, bytes } = parts(sealed);
      const key = byId.get(keyId);
      if (!key) {
        throw new VaultError(
          'key_unknown',
          `A stored token was sealed with the key "${keyId}", which HANDRAIL_TOKEN_KEYS does not hold. Add that key behind the current one, run "handrail tokens rotate", then remove it.`,
        );
      }
      return unseal(key, keyId, bytes, place);
    },
    isStale: (sealed) => parts(sealed).keyId !== current.id,
  };
}

function unseal(key: Uint8Array, keyId: string, bytes: Buffer, place: VaultPlace): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(keyId, place));
    decipher.setAuthTag(tag);
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    throw damaged();
  }
}

function parts(sealed: string): { keyId: string; bytes: Buffer } {
  const [format, keyId, text, ...more] = sealed.split(':');
  if (format !== FORMAT || keyId === undefined || text === undefined || more.length > 0) throw damaged();
  return { keyId, bytes: Buffer.from(text, 'base64url') };
}

function associatedData(keyId: string, { tenantId, purpose }: VaultPlace): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, tenantId, purpose]), 'utf8');
}

function damaged(): VaultError {
  return new VaultError(
    'damaged',
    'A stored token does not open with its key: it was altered, or the key changed under the same name. Connect the HubSpot account again.',
  );
}

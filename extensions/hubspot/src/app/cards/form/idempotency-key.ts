const LENGTH = 32;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * A key for one filled form: 32 characters of `[a-z2-7]`. It must be unique, not secret: the server keeps keys apart by
 * portal and person. HubSpot does not say which parts of Web Crypto its worker leaves in place, so the key falls back
 * to `Math.random` mixed with the clock.
 */
export function newIdempotencyKey(): string {
  return Array.from(randomBytes(), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function randomBytes(): Uint8Array {
  const bytes = new Uint8Array(LENGTH);
  try {
    return crypto.getRandomValues(bytes);
  } catch {
    const clock = Date.now();
    return bytes.map((_, i) => Math.floor(Math.random() * 256) ^ (Math.floor(clock / 2 ** (i % 40)) & 0xff));
  }
}

/**
 * Remembers the key of the form as it was last submitted. The same content gets the same key, so pressing Submit again
 * after a lost answer files nothing twice; a changed form gets a new key.
 */
export function createKeyring(newKey: () => string = newIdempotencyKey): (content: unknown) => string {
  let last: { fingerprint: string; key: string } | undefined;
  return (content) => {
    const fingerprint = JSON.stringify(content);
    if (last?.fingerprint !== fingerprint) last = { fingerprint, key: newKey() };
    return last.key;
  };
}

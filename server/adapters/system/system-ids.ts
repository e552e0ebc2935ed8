import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Ids } from '../../../src/ports/ids.ts';

/** Crockford's base 32: its order is that of the values, and no two letters look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids in the form of a ULID: 48 bits of time in milliseconds, then 80 random bits. */
export function createSystemIds(clock: Clock): Ids {
  const newId = () => {
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(clock.now().getTime(), 0, 6);
    randomBytes(10).copy(bytes, 6);
    return base32(bytes);
  };
  return { requestId: newId, delegationId: newId, bulkId: newId, mendId: newId };
}

/** 128 bits as 26 letters, the highest bits first. */
function base32(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let position = 0; position < 26; position += 1) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

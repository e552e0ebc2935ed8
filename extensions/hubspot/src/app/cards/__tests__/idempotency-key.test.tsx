import { submissionSchema } from '@handrail/contracts/submission';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createKeyring, newIdempotencyKey } from '../form/idempotency-key.ts';

const keySchema = submissionSchema.shape.idempotencyKey;

afterEach(() => {
  jest.restoreAllMocks();
});

describe('newIdempotencyKey', () => {
  it.each([
    ['with Web Crypto', () => {}],
    [
      'where HubSpot’s worker has none',
      () => {
        jest.replaceProperty(globalThis, 'crypto', undefined as never);
      },
    ],
  ])('makes keys the contract accepts, no two alike: %s', (_, arrange) => {
    arrange();
    const keys = Array.from({ length: 1_000 }, newIdempotencyKey);
    expect(new Set(keys).size).toBe(1_000);
    expect(keys.every((key) => keySchema.safeParse(key).success)).toBe(true);
  });
});

describe('createKeyring', () => {
  it('gives the same key for the same content, a new one for other content', () => {
    let made = 0;
    const keyFor = createKeyring(() => {
      made += 1;
      return `key-${made}`;
    });
    expect(keyFor({ reason: 'a' })).toBe('key-1');
    expect(keyFor({ reason: 'a' })).toBe('key-1');
    expect(keyFor({ reason: 'b' })).toBe('key-2');
    expect(keyFor({ reason: 'a' })).toBe('key-3');
  });
});

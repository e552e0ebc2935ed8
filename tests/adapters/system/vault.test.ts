import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVault, VaultError, type VaultPlace } from '../../../server/adapters/system/vault.ts';

const OLD = { id: 'old', bytes: randomBytes(32) };
const NEW = { id: 'new', bytes: randomBytes(32) };
const PLACE = { tenantId: 'hubspot:1', purpose: 'hubspot-refresh-token' };

function failure(open: () => string): string {
  try {
    open();
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
  return 'opened';
}

describe('the vault', () => {
  it('opens what it sealed, whatever the text, and never seals twice the same way', () => {
    const vault = createVault([NEW, OLD]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = vault.seal(text, PLACE);
        expect(vault.open(sealed, PLACE)).toBe(text);
        expect(vault.seal(text, PLACE)).not.toBe(sealed);
        expect(sealed.startsWith('v1:new:')).toBe(true);
      }),
    );
  });

  it('opens what an older key sealed, and says that it is stale', () => {
    const sealed = createVault([OLD]).seal('token', PLACE);
    const vault = createVault([NEW, OLD]);
    expect(vault.open(sealed, PLACE)).toBe('token');
    expect(vault.isStale(sealed)).toBe(true);
    expect(vault.isStale(vault.seal('token', PLACE))).toBe(false);
  });

  it.each<[string, VaultPlace]>([
    ['another tenant', { ...PLACE, tenantId: 'hubspot:2' }],
    ['another purpose', { ...PLACE, purpose: 'hubspot-access-token' }],
  ])('does not open as something of %s', (_, place) => {
    const vault = createVault([NEW]);
    expect(failure(() => vault.open(vault.seal('token', PLACE), place))).toBe('damaged');
  });

  it('does not open when any byte was changed', () => {
    const vault = createVault([NEW]);
    const sealed = vault.seal('a token', PLACE);
    const [format, keyId, text = ''] = sealed.split(':');
    const bytes = Buffer.from(text, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8((altered.readUInt8(at) + 1) % 256, at);
      const other = `${format}:${keyId}:${altered.toString('base64url')}`;
      expect(failure(() => vault.open(other, PLACE))).toBe('damaged');
    }
  });

  it.each(['', 'token', 'v2:new:AAAA', 'v1:new', 'v1:new:', 'v1:new:AAAA', 'v1:new:AAAA:more'])(
    'does not open %j',
    (sealed) => {
      expect(failure(() => createVault([NEW]).open(sealed, PLACE))).toBe('damaged');
    },
  );

  it('says which key is missing, and what to do', () => {
    const sealed = createVault([OLD]).seal('token', PLACE);
    const vault = createVault([NEW]);
    expect(failure(() => vault.open(sealed, PLACE))).toBe('key_unknown');
    expect(() => vault.open(sealed, PLACE)).toThrow(/"old".*HANDRAIL_TOKEN_KEYS.*tokens rotate/);
  });
});

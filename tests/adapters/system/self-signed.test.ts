import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeSelfSigned } from '../../../server/adapters/system/self-signed.ts';

describe('a key with its certificate', () => {
  it.each([
    ['of this century', new Date('2026-11-23T10:00:00.000Z'), 730, 'Nov 22 10:00:00 2028 GMT'],
    ['that ends after 2049', new Date('2049-06-01T00:00:00.000Z'), 3650, 'May 30 00:00:00 2059 GMT'],
  ])('%s is what everybody can read and check', (_, from, days, until) => {
    const { privateKey, certificate } = makeSelfSigned('Handrail', from, days);
    const read = new X509Certificate(certificate);
    expect([read.subject, read.issuer, read.validTo]).toEqual(['CN=Handrail', 'CN=Handrail', until]);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(createPublicKey(privateKey).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  });

  it('is another one each time', () => {
    const [one, other] = [0, 1].map(() => makeSelfSigned('Handrail', new Date(0), 1));
    expect(new X509Certificate(one?.certificate ?? '').serialNumber).not.toBe(
      new X509Certificate(other?.certificate ?? '').serialNumber,
    );
    expect(one?.privateKey).not.toBe(other?.privateKey);
  });
});

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { verifySignatureV3 } from '../../server/http/signature-v3.ts';

const vectorSchema = z.object({
  name: z.string(),
  secret: z.string(),
  method: z.string(),
  body: z.string(),
  timestamp: z.string(),
  signature: z.string(),
  now: z.string().optional(),
});
const own = z.object({
  vectors: z.array(vectorSchema.extend({ uri: z.string(), expect: z.string() })),
});
const shared = z.object({
  vectors: z.array(vectorSchema.extend({ receivedUri: z.string(), expect: z.enum(['accept', 'reject']) })),
});

const { vectors } = own.parse(await readJson('../fixtures/hubspot/signature-v3.json'));
const sharedVectors = await readShared();

describe('signature v3', () => {
  it.each(vectors)('$name', (vector) => {
    expect(verdictOn(vector, vector.uri)).toBe(vector.expect);
  });

  for (const vector of sharedVectors) {
    it(`shared: ${vector.name}`, () => {
      expect(verdictOn(vector, vector.receivedUri) === 'valid').toBe(vector.expect === 'accept');
    });
  }

  it.each([
    { signature: undefined, timestamp: '1795000000000' },
    { signature: 'x', timestamp: undefined },
  ])('is missing unless both headers are there', (headers) => {
    const request = { method: 'GET', uri: 'https://a.test/', body: Buffer.alloc(0), ...headers };
    expect(verifySignatureV3('secret', request, 1795000000000)).toBe('signature_missing');
  });

  it('covers bytes that are no text', () => {
    const request = { method: 'POST', uri: 'https://a.test/', timestamp: '1795000000000' };
    // printf 'POSThttps://a.test/\xff\xfe1795000000000' | openssl dgst -sha256 -hmac secret -binary | base64
    const signature = 'IUR0Pr1hV8KQ/AmXSTNtXHfndleYbD/ASwiAKZUeQ/Y=';
    const now = 1795000000000;
    const verdict = (body: Uint8Array) => verifySignatureV3('secret', { ...request, signature, body }, now);
    expect(verdict(Buffer.from([0xff, 0xfe]))).toBe('valid');
    expect(verdict(Buffer.from([0xfe, 0xff]))).toBe('signature_invalid');
  });
});

function verdictOn(vector: z.infer<typeof vectorSchema>, uri: string) {
  const { method, body, timestamp, signature } = vector;
  const request = { method, uri, body: Buffer.from(body, 'utf8'), timestamp, signature };
  return verifySignatureV3(vector.secret, request, Number(vector.now ?? timestamp));
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));
}

/** Vectors that lie beside the checkout on some machines. */
async function readShared() {
  const path = '../../../shared/contracts/hubspot/signature-v3.vectors.json';
  if (!existsSync(new URL(path, import.meta.url))) return [];
  return shared.parse(await readJson(path)).vectors;
}

import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A key and the certificate that says whose it is, both in PEM. */
export interface KeyAndCertificate {
  readonly privateKey: string;
  readonly certificate: string;
}

const KEY_BITS = 2048;

/**
 * Makes an RSA key and a certificate of it that it signed itself (X.509 version 1, SHA-256 with RSA), as the JWT bearer
 * flow wants one. Node makes and signs keys and has no call for certificates; the few structures of one are put together
 * here as RFC 5280 has them.
 *
 * @param commonName letters, digits and spaces
 * @param from first moment of its validity
 * @param days how long it is valid
 */
export function makeSelfSigned(commonName: string, from: Date, days: number): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const algorithm = sequence(SHA256_WITH_RSA, NULL);
  const name = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))));
  const until = new Date(from.getTime() + days * 24 * 60 * 60 * 1000);
  const signed = sequence(
    // A leading zero bit keeps the number positive.
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('RSA-SHA256').update(signed).sign(privateKey);
  const certificate = sequence(signed, algorithm, der(0x03, Buffer.concat([Buffer.from([0x00]), signature])));
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem('CERTIFICATE', certificate),
  };
}

/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b', 'hex');
/** 2.5.4.3 */
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const NULL = Buffer.from('0500', 'hex');

/** One value with its tag and its length. */
function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

/** Until 2049 a date has two digits of its year. */
function time(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '');
  return at.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

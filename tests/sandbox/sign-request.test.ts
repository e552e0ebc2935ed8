import { describe, expect, it } from '@jest/globals';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';

describe('signRequest', () => {
  it('gives the signature of the public example', () => {
    const headers = signRequest({
      clientSecret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
      method: 'POST',
      uri: 'https://www.example.com/webhook_uri',
      body: "{'example_field':'example_value'}",
      timestamp: 1_693_657_560_000,
    });
    expect(headers).toEqual({
      'X-HubSpot-Signature-v3': 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
      'X-HubSpot-Request-Timestamp': '1693657560000',
    });
  });

  it.each([
    ['%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B', ":/?@!$'()*,;"],
    ['%3a%2f', ':/'],
    ['a%20b%26c%3Dd%25', 'a%20b%26c%3Dd%25'],
  ])('hashes %s as %s', (sent, hashed) => {
    const parts = { clientSecret: 'secret', method: 'GET', body: '', timestamp: 1_764_000_000_000 };
    expect(signRequest({ ...parts, uri: `https://app.example.test/?q=${sent}` })).toEqual(
      signRequest({ ...parts, uri: `https://app.example.test/?q=${hashed}` }),
    );
  });
});

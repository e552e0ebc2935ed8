import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { RunningOrg } from '../salesforce/start-org.ts';

const DATA = '/services/data/v67.0';
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

const QueryReply = z.object({ records: z.array(z.record(z.string(), z.unknown())) });
const CreateReply = z.object({ id: z.string() });
const Refusal = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);

/** A row of the org, as somebody may read it. */
export type OrgRow = Readonly<Record<string, unknown>>;

/** One person in the org, in a session of their own: what the component does, done over REST. */
export interface OrgUser {
  query(soql: string): Promise<readonly OrgRow[]>;
  /** @returns the new row's id @throws Error in the org's words when it refuses */
  create(objectName: string, values: Readonly<Record<string, unknown>>): Promise<string>;
  /** Asks again until a row fits. @throws Error after a minute, with what was waited for */
  waitFor(soql: string, fits: (row: OrgRow) => boolean, what: string): Promise<OrgRow>;
}

/** @param email the user's name, which is their address */
export function orgUser(org: RunningOrg, email: string): OrgUser {
  const token = org.logIn(email);
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(org.origin + DATA + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const reply: unknown = await response.json();
    if (response.ok) return reply;
    const [refusal] = Refusal.parse(reply);
    throw new Error(`${refusal?.errorCode}: ${refusal?.message}`);
  };
  const query = async (soql: string) =>
    QueryReply.parse(await call('GET', `/query?q=${encodeURIComponent(soql)}`)).records;
  return {
    query,
    create: async (objectName, values) =>
      CreateReply.parse(await call('POST', `/sobjects/${objectName}`, values)).id,
    async waitFor(soql, fits, what) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = (await query(soql)).find(fits);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`nothing came of waiting a minute for ${what}`);
        await delay(LOOK_AGAIN_MS);
      }
    },
  };
}

/** A new id of 32 characters, as the component makes one for each row. */
export function clientId(): string {
  return randomBytes(16).toString('hex');
}

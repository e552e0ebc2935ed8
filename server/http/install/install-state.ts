import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import type { CookieOptions, Request } from 'express';
import { z } from 'zod';
import { type Vault, VaultError } from '../../adapters/system/vault.ts';
import { SYSTEM_TENANT } from '../../tenant-names.ts';

/** Long enough to read the vendor's page and to ask somebody. */
export const STATE_GOOD_FOR_MS = 15 * 60_000;

/** Where the state of one vendor's installations is kept: a state of one is none for another. */
export interface InstallCookie {
  readonly name: string;
  /** The path below which the callback is. */
  readonly path: string;
  readonly purpose: string;
}

/** An installation that has begun in one browser. */
export interface InstallState {
  /** Goes to the vendor and comes back; unguessable. */
  readonly state: string;
  /** Of RFC 7636: only its hash goes to the vendor before the code comes back. */
  readonly verifier: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
  /** The tenant that the account is to be added to; a tenant of its own when left out. */
  readonly forTenant?: string | undefined;
}

const stateSchema = z.object({
  state: z.string(),
  verifier: z.string(),
  expiresAt: z.number(),
  forTenant: z.string().optional(),
});

export function newInstallState(now: Date, forTenant?: string): InstallState {
  return {
    state: randomBytes(32).toString('base64url'),
    verifier: randomBytes(48).toString('base64url'),
    expiresAt: now.getTime() + STATE_GOOD_FOR_MS,
    ...(forTenant !== undefined && { forTenant }),
  };
}

/** S256 of RFC 7636. */
export function challengeOf({ verifier }: InstallState): string {
  return sha256(verifier).toString('base64url');
}

/** Names a state that was used, without holding it. */
export function hashOfState({ state }: InstallState): string {
  return sha256(state).toString('hex');
}

/** The cookie that binds a state to the browser it began in: sealed, unread by scripts, sent to the callback only. */
export function stateCookie(
  cookie: InstallCookie,
  vault: Vault,
  state: InstallState,
  isSecure: boolean,
): readonly [name: string, value: string, options: CookieOptions] {
  return [
    cookie.name,
    vault.seal(JSON.stringify(state), placeOf(cookie)),
    { ...cookiePlace(cookie, isSecure), maxAge: STATE_GOOD_FOR_MS },
  ];
}

/** What takes the cookie away again. */
export function clearedCookie(
  cookie: InstallCookie,
  isSecure: boolean,
): readonly [name: string, options: CookieOptions] {
  return [cookie.name, cookiePlace(cookie, isSecure)];
}

/**
 * The state of this browser, if `returned` is the one it was given.
 *
 * @param returned what the vendor sent back
 */
export function readInstallState(
  cookie: InstallCookie,
  vault: Vault,
  req: Request,
  returned: string | undefined,
  now: Date,
): InstallState | InstallProblemCode {
  const stored = openCookie(cookie, vault, req);
  if (!stored) return 'install_state_missing';
  if (stored.expiresAt < now.getTime()) return 'install_state_expired';
  // Hashes have one length, as the comparison in constant time wants it.
  return timingSafeEqual(sha256(stored.state), sha256(returned ?? '')) ? stored : 'install_state_wrong';
}

function openCookie(cookie: InstallCookie, vault: Vault, req: Request): InstallState | null {
  const sealed = cookieIn(req.get('cookie') ?? '', cookie.name);
  if (sealed === null) return null;
  try {
    return stateSchema.parse(JSON.parse(vault.open(sealed, placeOf(cookie))));
  } catch (error) {
    // Sealed by us, it parses; what does not open is not ours.
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function cookieIn(header: string, name: string): string | null {
  const found = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return null;
  }
}

function placeOf({ purpose }: InstallCookie) {
  return { tenantId: SYSTEM_TENANT, purpose };
}

/** `lax`: the vendor's redirect back is a navigation from another site, and must carry it. */
function cookiePlace({ path }: InstallCookie, isSecure: boolean): CookieOptions {
  return { httpOnly: true, secure: isSecure, sameSite: 'lax', path };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

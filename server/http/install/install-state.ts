import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import type { CookieOptions, Request } from 'express';
import { z } from 'zod';
import { type Vault, VaultError } from '../../adapters/system/vault.ts';
import { SYSTEM_TENANT } from '../../tenant-names.ts';

/** Long enough to read HubSpot's page and to ask somebody. */
export const STATE_GOOD_FOR_MS = 15 * 60_000;
const COOKIE = 'handrail_install';
const PLACE = { tenantId: SYSTEM_TENANT, purpose: 'install-state' };

/** An installation that has begun in one browser. */
export interface InstallState {
  /** Goes to HubSpot and comes back; unguessable. */
  readonly state: string;
  /** Of RFC 7636: only its hash goes to HubSpot before the code comes back. */
  readonly verifier: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

const stateSchema = z.object({ state: z.string(), verifier: z.string(), expiresAt: z.number() });

export function newInstallState(now: Date): InstallState {
  return {
    state: randomBytes(32).toString('base64url'),
    verifier: randomBytes(48).toString('base64url'),
    expiresAt: now.getTime() + STATE_GOOD_FOR_MS,
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
  vault: Vault,
  state: InstallState,
  isSecure: boolean,
): readonly [name: string, value: string, options: CookieOptions] {
  return [
    COOKIE,
    vault.seal(JSON.stringify(state), PLACE),
    { ...cookiePlace(isSecure), maxAge: STATE_GOOD_FOR_MS },
  ];
}

/** What takes the cookie away again. */
export function clearedCookie(isSecure: boolean): readonly [name: string, options: CookieOptions] {
  return [COOKIE, cookiePlace(isSecure)];
}

/**
 * The state of this browser, if `returned` is the one it was given.
 *
 * @param returned what HubSpot sent back
 */
export function readInstallState(
  vault: Vault,
  req: Request,
  returned: string | undefined,
  now: Date,
): InstallState | InstallProblemCode {
  const stored = openCookie(vault, req);
  if (!stored) return 'install_state_missing';
  if (stored.expiresAt < now.getTime()) return 'install_state_expired';
  // Hashes have one length, as the comparison in constant time wants it.
  return timingSafeEqual(sha256(stored.state), sha256(returned ?? '')) ? stored : 'install_state_wrong';
}

function openCookie(vault: Vault, req: Request): InstallState | null {
  const sealed = cookieIn(req.get('cookie') ?? '', COOKIE);
  if (sealed === null) return null;
  try {
    return stateSchema.parse(JSON.parse(vault.open(sealed, PLACE)));
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

/** `lax`: HubSpot's redirect back is a navigation from another site, and must carry it. */
function cookiePlace(isSecure: boolean): CookieOptions {
  return { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/oauth' };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { createHash, randomBytes } from 'node:crypto';
import type { PortalClock } from '../../hubspot/portal-clock.ts';

/** Sessions live two hours from their beginning. */
const SESSION_MS = 2 * 3_600_000;
const CODE_MS = 15 * 60_000;

interface Session {
  readonly userId: string;
  readonly expiresAt: number;
  readonly familyId: string | undefined;
}

interface Code {
  readonly userId: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly expiresAt: number;
}

/** Refresh tokens that came one out of another. Whoever uses an old one ends them all. */
interface Family {
  readonly userId: string;
  current: string;
  readonly used: Set<string>;
}

/** What the token endpoint gives for a code or a refresh token. */
export interface IssuedGrant {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The sessions and grants of an org. */
export class OrgSessions {
  readonly #orgId: string;
  readonly #clock: PortalClock;
  readonly #sessions = new Map<string, Session>();
  readonly #codes = new Map<string, Code>();
  readonly #families = new Map<string, Family>();
  /** How often each kind of grant was asked for, refused ones too. */
  readonly asked: Record<string, number> = {};

  constructor(orgId: string, clock: PortalClock) {
    this.#orgId = orgId;
    this.#clock = clock;
  }

  /** Begins a session. @returns its access token */
  begin(userId: string, familyId?: string): string {
    const token = `${this.#orgId.slice(0, 15)}!${randomBytes(40).toString('base64url')}`;
    this.#sessions.set(token, { userId, familyId, expiresAt: this.#clock.now() + SESSION_MS });
    return token;
  }

  /** Who a token belongs to; undefined when it is unknown or its session is over. */
  userOf(token: string): string | undefined {
    const session = this.#sessions.get(token);
    return session && session.expiresAt > this.#clock.now() ? session.userId : undefined;
  }

  /** Ends every session at once; grants stay, so that new ones can begin. */
  endAll(): void {
    this.#sessions.clear();
  }

  /** Makes a code for what somebody allowed. */
  allow(userId: string, redirectUri: string, challenge: string | undefined): string {
    const code = `aPrx${randomBytes(30).toString('base64url')}`;
    this.#codes.set(code, { userId, redirectUri, challenge, expiresAt: this.#clock.now() + CODE_MS });
    return code;
  }

  /** @returns null for a code that is unknown, used, too old, or of another address or verifier */
  redeem(code: string, redirectUri: string, verifier: string | undefined): IssuedGrant | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.expiresAt < this.#clock.now() || found.redirectUri !== redirectUri) return null;
    if (found.challenge !== undefined && found.challenge !== challengeOf(verifier ?? '')) return null;
    const familyId = randomBytes(12).toString('hex');
    const refreshToken = makeRefreshToken();
    this.#families.set(familyId, { userId: found.userId, current: refreshToken, used: new Set() });
    return { userId: found.userId, accessToken: this.begin(found.userId, familyId), refreshToken };
  }

  /**
   * Takes a refresh token for new tokens. With rotation the token is used up; a second use of it revokes whatever came
   * of the same grant, because one of its two users has stolen it.
   *
   * @returns null for a token that is unknown, used or revoked
   */
  refresh(refreshToken: string, rotates: boolean): IssuedGrant | null {
    for (const [familyId, family] of this.#families) {
      if (family.used.has(refreshToken)) {
        this.#revokeFamily(familyId);
        return null;
      }
      if (family.current !== refreshToken) continue;
      if (rotates) {
        family.used.add(refreshToken);
        family.current = makeRefreshToken();
      }
      const { userId, current } = family;
      return { userId, accessToken: this.begin(userId, familyId), refreshToken: current };
    }
    return null;
  }

  /** Revokes a refresh token with its sessions, or one session. @returns false when there is none */
  revoke(token: string): boolean {
    if (this.#sessions.delete(token)) return true;
    const found = [...this.#families].find(([, { current }]) => current === token);
    if (!found) return false;
    this.#revokeFamily(found[0]);
    return true;
  }

  #revokeFamily(familyId: string): void {
    this.#families.delete(familyId);
    for (const [token, session] of this.#sessions) {
      if (session.familyId === familyId) this.#sessions.delete(token);
    }
  }
}

function makeRefreshToken(): string {
  return `5Aep${randomBytes(40).toString('base64url')}`;
}

/** S256 of RFC 7636, the only method Salesforce takes. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

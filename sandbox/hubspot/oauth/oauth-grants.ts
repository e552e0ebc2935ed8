import { createHash, randomUUID } from 'node:crypto';
import type { PortalClock } from '../portal-clock.ts';

/** HubSpot's access tokens live half an hour, its codes minutes. */
const ACCESS_SECONDS = 1800;
const CODE_MS = 5 * 60_000;

/** What an administrator granted on the authorize page. */
export interface GrantedAccess {
  readonly userId: number;
  readonly scopes: readonly string[];
}

interface Code extends GrantedAccess {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly expiresAt: number;
}

interface AccessToken extends GrantedAccess {
  readonly expiresAt: number;
}

/** Tokens as the token endpoint gives them. */
export interface IssuedTokens extends GrantedAccess {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** The app's OAuth grants in one portal: codes, refresh tokens, access tokens. */
export class OAuthGrants {
  readonly #clock: PortalClock;
  readonly #portalId: number;
  readonly #codes = new Map<string, Code>();
  readonly #refresh = new Map<string, GrantedAccess>();
  readonly #access = new Map<string, AccessToken>();
  /** How often each kind of grant was asked for at the token endpoint, refused ones too. */
  readonly asked: Record<string, number> = {};

  constructor(portalId: number, clock: PortalClock) {
    this.#portalId = portalId;
    this.#clock = clock;
  }

  /** Makes a code for what somebody granted. */
  grant(access: GrantedAccess, redirectUri: string, challenge: string | undefined): string {
    const code = this.#name('code');
    this.#codes.set(code, { ...access, redirectUri, challenge, expiresAt: this.#clock.now() + CODE_MS });
    return code;
  }

  /** @returns null for a code that is unknown, used, too old, or of another redirect address or verifier */
  redeem(code: string, redirectUri: string, verifier: string | undefined): IssuedTokens | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.expiresAt < this.#clock.now() || found.redirectUri !== redirectUri) return null;
    if (found.challenge !== undefined && found.challenge !== challengeOf(verifier ?? '')) return null;
    return this.#issue(found);
  }

  /** Gives new tokens; the refresh token is another one and the old one is worth nothing any more. */
  refresh(refreshToken: string): IssuedTokens | null {
    const access = this.#refresh.get(refreshToken);
    if (!access) return null;
    this.#refresh.delete(refreshToken);
    return this.#issue(access);
  }

  /** What an access token may do; undefined when it is not valid. */
  find(accessToken: string): AccessToken | undefined {
    const found = this.#access.get(accessToken);
    return found && found.expiresAt > this.#clock.now() ? found : undefined;
  }

  /** What a refresh token stands for. */
  findRefresh(refreshToken: string): GrantedAccess | undefined {
    return this.#refresh.get(refreshToken);
  }

  /** @returns false when there is no such refresh token */
  revoke(refreshToken: string): boolean {
    const existed = this.#refresh.delete(refreshToken);
    if (existed) this.#access.clear();
    return existed;
  }

  /** Withdraws the access tokens only: an app must get a new one before the old one has run out. */
  withdrawAccess(): void {
    this.#access.clear();
  }

  /** What happens when somebody uninstalls the app in HubSpot. */
  uninstall(): void {
    this.#codes.clear();
    this.#refresh.clear();
    this.#access.clear();
  }

  /** True while the app holds a refresh token. */
  get installed(): boolean {
    return this.#refresh.size > 0;
  }

  #issue({ userId, scopes }: GrantedAccess): IssuedTokens {
    const accessToken = this.#name('access');
    const refreshToken = this.#name('refresh');
    this.#refresh.set(refreshToken, { userId, scopes });
    this.#access.set(accessToken, { userId, scopes, expiresAt: this.#clock.now() + ACCESS_SECONDS * 1000 });
    return { userId, scopes, accessToken, refreshToken, expiresInSeconds: ACCESS_SECONDS };
  }

  /** Names its portal, so that a front before several portals knows where a call belongs. */
  #name(kind: string): string {
    return `sandbox-${kind}-${this.#portalId}-${randomUUID()}`;
  }
}

/** S256 of RFC 7636. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Who did it. Names and addresses stay out of the trail: a person is their CRM user id. */
export type AuditActor = { readonly kind: 'user'; readonly userId: string } | { readonly kind: 'system' };

/** What is about to be appended to a tenant's trail. `data` is plain JSON without personal text. */
export interface AuditDraft {
  readonly at: string;
  readonly type: string;
  readonly actor: AuditActor;
  readonly requestId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An entry as stored: `body` is the exact text that was hashed. */
export interface AuditEntry {
  /** Counts from 1 for each tenant, without gaps. */
  readonly seq: number;
  readonly body: string;
  /** SHA-256 of `body`, hex. The next entry's body names it as `prev`. */
  readonly hash: string;
}

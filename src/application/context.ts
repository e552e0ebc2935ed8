import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { NoticeSettings } from '../domain/notice/notice-settings.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { Sha256 } from '../ports/digest.ts';
import type { Ids } from '../ports/ids.ts';
import type { Notifiers } from '../ports/notifier.ts';
import type { HandoffTransaction, StoredRequest, UnitOfWork } from '../ports/unit-of-work.ts';
import type { Refusal } from './refusal.ts';

/** The ports every use case works through. */
export interface AppContext {
  readonly unitOfWork: UnitOfWork;
  /** The CRM of a tenant. */
  readonly crmOf: (tenantId: string) => CrmPort;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sha256: Sha256;
  readonly notifications: Notifications;
  /** Set while a use case is carried out for something that must have exactly one outcome. */
  readonly settlement?: Settlement;
}

/** Keeps what became of a wish in the very transaction in which it became so. */
export interface Settlement {
  /** Called when the command was carried out, or had been before. What it throws takes the command back. */
  done(tx: HandoffTransaction, stored: StoredRequest): Promise<void>;
  /** Called with an attempt that is audited, in the transaction of the audit entry. */
  refused(tx: HandoffTransaction, refusal: Refusal): Promise<void>;
}

/** How people are told what happens. */
export interface Notifications {
  readonly settings: NoticeSettings;
  /** The channels that are set up: nothing is put into the outbox of another. */
  readonly channels: ReadonlySet<NoticeChannel>;
  readonly notifiersOf: (tenantId: string) => Notifiers;
  /** Where a person opens the record, and with it the card; absent when nobody said where the CRM's pages are. */
  readonly recordUrl?: (tenantId: string, record: RecordRef) => string | undefined;
}

/** Who asks, as the CRM vouched for them. */
export interface Caller {
  readonly tenantId: string;
  readonly userId: string;
  /** Lower case. */
  readonly email: string;
}

import { SALESFORCE_RECORD_FIELD } from '@handrail/contracts/salesforce-vocabulary';
import type { OrgEvent, OrgWrite } from '../salesforce/engine/org-core.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../salesforce/seed/people.ts';
import type { RunningOrg } from '../salesforce/start-org.ts';
import type { AutomationLine } from './scene.ts';

const { routingHold } = SALESFORCE_RECORD_FIELD;

/** What stands in the org, looked up there and not asked of Handrail. */
export class OrgFacts {
  readonly #org: RunningOrg;

  constructor(org: RunningOrg) {
    this.#org = org;
  }

  /** The present value of a field as text; empty when it has none. */
  value(id: string, field: string): string {
    return String(this.#org.get(id)[field] ?? '');
  }

  owner(id: string): { readonly email: string; readonly name: string } {
    const ownerId = this.value(id, 'OwnerId');
    return { email: this.value(ownerId, 'Email'), name: this.value(ownerId, 'Name') };
  }

  /** The texts of a record's activities that Handrail made, oldest first. */
  activities(recordId: string): readonly string[] {
    return this.#org.core.store
      .all('Task')
      .filter(({ values }) => values.WhatId === recordId)
      .map(({ values }) => String(values.Description ?? ''));
  }

  /** Handrail's own writes to a record, by the org's write log. */
  handrailWrites(recordId: string): readonly OrgWrite[] {
    const handrail = userIdOf(this.#org.core, INTEGRATION_USERNAME);
    return this.#org.writes.filter(
      ({ id, userId, source }) => id === recordId && userId === handrail && source.kind === 'api',
    );
  }

  /** By the org's write log: no write of Handrail's sets the owner before the hold stands. */
  holdCameBeforeOwner(recordId: string): boolean {
    const writes = this.#org.writes.filter(({ id }) => id === recordId);
    const hold = writes.findIndex(({ values }) => values[routingHold] === true);
    const owner = writes.findIndex(({ values }) => 'OwnerId' in values);
    return hold !== -1 && owner !== -1 && hold < owner;
  }

  holdWentLast(recordId: string): boolean {
    return this.handrailWrites(recordId).at(-1)?.values[routingHold] === false;
  }

  /**
   * What the flows did since an event: which ran on which record, and which left one of them alone that they took
   * another for.
   */
  automationSince(seq: number, recordIds: readonly string[]): readonly AutomationLine[] {
    const started = this.#org.events.filter((event) => event.seq > seq && event.kind === 'flow_started');
    const names = [...new Set(started.map(({ name }) => name))];
    return names.flatMap((name) => recordIds.flatMap((id) => this.#lineOf(started, name, id)));
  }

  #lineOf(started: readonly OrgEvent[], name: string, recordId: string): readonly AutomationLine[] {
    const label = this.#org.core.automation.flows.find((flow) => flow.name === name)?.label ?? name;
    const own = started.filter((event) => event.name === name && event.recordId === recordId);
    if (own.length > 0) {
      return [{ recordId, automation: label, did: 'ran', words: `ran (${own[0]?.detail})` }];
    }
    const words = 'left alone (it does not meet the start conditions)';
    return [{ recordId, automation: label, did: 'left alone', words }];
  }
}

import { validationError } from '../hubspot-error.ts';
import { defaultAssociationTypeId, type ObjectType } from './object-types.ts';

/** One end of an association as seen from the other. */
export interface AssociatedRecord {
  readonly toType: ObjectType;
  readonly toId: string;
  readonly typeId: number;
}

interface End {
  readonly type: ObjectType;
  readonly id: string;
}

/** The default (unlabelled) associations between records. Each is kept from both ends. */
export class AssociationStore {
  readonly #byRecord = new Map<string, Map<string, AssociatedRecord>>();

  /**
   * Joins two records by HubSpot's default type. Joining twice changes nothing.
   *
   * @returns the type ids of both directions
   * @throws HubspotError 400 when HubSpot has no default association between the two types
   */
  join(from: End, to: End): { forth: number; back: number } {
    const forth = defaultAssociationTypeId(from.type, to.type);
    const back = defaultAssociationTypeId(to.type, from.type);
    if (forth === undefined || back === undefined) {
      throw validationError(`No default association type from ${from.type} to ${to.type}`);
    }
    this.#of(from).set(key(to), { toType: to.type, toId: to.id, typeId: forth });
    this.#of(to).set(key(from), { toType: from.type, toId: from.id, typeId: back });
    return { forth, back };
  }

  /** Takes two records apart, whether or not they were joined. */
  part(from: End, to: End): void {
    this.#of(from).delete(key(to));
    this.#of(to).delete(key(from));
  }

  /** What a record is joined to, of one type, in the order the associations were made. */
  list(from: End, toType: ObjectType): AssociatedRecord[] {
    return [...(this.#byRecord.get(key(from))?.values() ?? [])].filter((one) => one.toType === toType);
  }

  #of(end: End): Map<string, AssociatedRecord> {
    const known = this.#byRecord.get(key(end));
    if (known) return known;
    const fresh = new Map<string, AssociatedRecord>();
    this.#byRecord.set(key(end), fresh);
    return fresh;
  }
}

function key(end: End): string {
  return `${end.type}/${end.id}`;
}

import { makeRecordId } from '../store/record-ids.ts';
import { metadataType } from './metadata-types.ts';
import { MetadataError, readXml } from './xml-node.ts';

/** A component of the org's metadata, whether or not the sandbox runs it. */
export interface Component {
  /** As in {@link METADATA_TYPES}, such as `Workflow`. */
  readonly type: string;
  /** Such as `Route_Leads`, `Lead`, or `Opportunity.Discount`. */
  readonly fullName: string;
  /** Source format; for a trigger its code. */
  readonly content: string;
  /** Of the managed package it belongs to, which hides what is in it. */
  readonly namespace?: string;
  /** For a flow: the content of a later version that is not active. */
  readonly draft?: string;
  /** For a trigger: not active. */
  readonly isInactive?: boolean;
  /** For a flow: what the Tooling API shows in place of its metadata, to try what no org should answer. */
  readonly told?: unknown;
}

/** A component as the org keeps it. */
export interface KeptComponent extends Component {
  readonly id: string;
  /** For a flow: the ids of its versions, the oldest first. */
  readonly versionIds: readonly string[];
}

/** Ids of flow versions begin so. */
const VERSION_PREFIX = '301';

/** What the org's metadata is. Nothing here runs: the engine keeps what it runs apart. */
export class MetadataShelf {
  readonly #kept = new Map<string, KeptComponent>();
  readonly #issued = new Map<string, number>();

  /** @throws MetadataError for a type that the org does not have, or content that is not of it */
  constructor(components: readonly Component[] = []) {
    for (const one of components) this.put(one);
  }

  /** Every component, or those of one type, in the order they came. */
  all(type?: string): readonly KeptComponent[] {
    return [...this.#kept.values()].filter((one) => type === undefined || one.type === type);
  }

  find(type: string, fullName: string): KeptComponent | undefined {
    return this.#kept.get(keyOf(type, fullName));
  }

  /** Puts a component there, or another content of it; a flow gets a new version then. @throws MetadataError */
  put(component: Component): KeptComponent {
    const type = metadataType(component.type);
    if (!type) throw new MetadataError(`there is no metadata of the type ${component.type}`);
    for (const content of [component.content, component.draft])
      if (content !== undefined && !type.hasDescription) readXml(content, type.name);
    const key = keyOf(component.type, component.fullName);
    const before = this.#kept.get(key);
    const versions = component.type === 'Flow' ? (component.draft === undefined ? 1 : 2) : 0;
    const kept: KeptComponent = {
      ...component,
      id: before?.id ?? this.#newId(type.keyPrefix),
      versionIds: [
        ...(before?.versionIds ?? []),
        ...Array.from({ length: versions }, () => this.#newId(VERSION_PREFIX)),
      ],
    };
    this.#kept.set(key, kept);
    return kept;
  }

  /** @returns false when it was not there */
  remove(type: string, fullName: string): boolean {
    return this.#kept.delete(keyOf(type, fullName));
  }

  #newId(keyPrefix: string): string {
    const n = (this.#issued.get(keyPrefix) ?? 0) + 1;
    this.#issued.set(keyPrefix, n);
    return makeRecordId(keyPrefix, n);
  }
}

function keyOf(type: string, fullName: string): string {
  return `${type} ${fullName.toLowerCase()}`;
}

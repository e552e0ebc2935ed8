import type { XmlNode } from '../metadata/xml-node.ts';

/** A component of the org's metadata. Never changed in place: a deployment puts another one there. */
export interface OrgComponent {
  readonly type: string;
  /** `Object.Part` for a part of an object. */
  readonly fullName: string;
  /** Its file in the archive it came in. */
  readonly fileName: string;
  /** The element that describes it; undefined for a bundle, whose files say it all. */
  readonly node: XmlNode | undefined;
  /** Its files by path; for a part of an object its own element alone. */
  readonly files: ReadonlyMap<string, string>;
  /** Counts how often it was changed, from 1: the version of a flow. */
  readonly version: number;
}

/** Components by `Type:FullName`. */
export type Components = ReadonlyMap<string, OrgComponent>;

export function keyOf({ type, fullName }: Pick<OrgComponent, 'type' | 'fullName'>): string {
  return `${type}:${fullName}`;
}

/** The components of one type. */
export function ofType(components: Components, type: string): readonly OrgComponent[] {
  return [...components.values()].filter((one) => one.type === type);
}

/** What is wrong with a component, in the words of the Metadata API. */
export interface ComponentFailure {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly problem: string;
  /** A word of its file to find the line by. */
  readonly near?: string;
  /** Counted from 1, where it is known already. */
  readonly line?: number;
}

/** Makes a failure of a component. */
export function failureOf(
  { type, fullName, fileName }: OrgComponent,
  problem: string,
  near?: string,
): ComponentFailure {
  return { type, fullName, fileName, problem, ...(near !== undefined && { near }) };
}

import { z } from 'zod';
import { sha256 } from '../../system/sha256.ts';
import type { SalesforceClient } from '../client.ts';
import type { MetadataDocument, MetadataKind } from '../metadata/read-documents.ts';
import { METADATA_FILES } from '../metadata/read-metadata.ts';
import type { XmlObject } from '../metadata/xml-shape.ts';
import { MOST_NAMES, readRecords } from './read-components.ts';
import { isRefusal, unreadableKind } from './refusals.ts';

/** Rules that the Metadata API alone tells. */
const RULE_KINDS = [
  'assignmentRules',
  'escalationRules',
  'workflow',
  'approvalProcess',
  'entitlementProcess',
  'territoryRule',
] as const satisfies readonly MetadataKind[];
export type RuleKind = (typeof RULE_KINDS)[number];

/** Kinds that come with a feature: an org without it does not know the type. */
const OF_FEATURES: ReadonlySet<RuleKind> = new Set(['entitlementProcess', 'territoryRule']);

/** One piece of metadata, as the org lists it. */
export interface ListedRule {
  readonly kind: RuleKind;
  readonly name: string;
  readonly namespace: string | null;
}

const listSchema = z.preprocess(
  (result) => (Array.isArray(result) ? result : result === null || result === '' ? [] : [result]),
  z.array(z.object({ fullName: z.string(), namespacePrefix: z.string().optional() })),
);

/** What the org lists of all kinds, and the kinds it does not show. @throws CrmError `unavailable` */
export async function listRules(
  client: SalesforceClient,
): Promise<{ readonly rules: readonly ListedRule[]; readonly hidden: readonly MetadataDocument[] }> {
  const rules: ListedRule[] = [];
  const hidden: MetadataDocument[] = [];
  for (const kind of RULE_KINDS) {
    try {
      rules.push(...(await listKind(client, kind)));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (error.errorCode === 'INVALID_TYPE' && OF_FEATURES.has(kind)) continue;
      hidden.push(unreadableKind(kind, error));
    }
  }
  return { rules, hidden };
}

async function listKind(client: SalesforceClient, kind: RuleKind): Promise<readonly ListedRule[]> {
  const { root } = METADATA_FILES[kind];
  const found = await client.callMetadata({
    operation: 'listMetadata',
    message: { queries: { type: root } },
    purpose: `list ${root}`,
    schema: listSchema,
  });
  return found.map(({ fullName, namespacePrefix }) => ({
    kind,
    name: fullName,
    namespace: namespacePrefix || null,
  }));
}

/**
 * Rules with all that stands in them. What Salesforce lists and does not tell comes with the reason.
 *
 * @param onRead called with the number of rules that were read so far
 * @throws CrmError `unavailable`
 */
export async function readRules(
  client: SalesforceClient,
  rules: readonly ListedRule[],
  onRead: (done: number) => void = () => {},
): Promise<readonly MetadataDocument[]> {
  const documents: MetadataDocument[] = [];
  for (const kind of RULE_KINDS) {
    const own = rules.filter((rule) => rule.kind === kind);
    for (let from = 0; from < own.length; from += MOST_NAMES) {
      documents.push(...(await readBatch(client, kind, own.slice(from, from + MOST_NAMES))));
      onRead(documents.length);
    }
  }
  return documents;
}

async function readBatch(
  client: SalesforceClient,
  kind: RuleKind,
  rules: readonly ListedRule[],
): Promise<readonly MetadataDocument[]> {
  try {
    const names = rules.map(({ name }) => name);
    const byName = await readRecords(client, METADATA_FILES[kind].root, names);
    return rules.map((rule) => documentOf(rule, byName.get(rule.name)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const why = error.message.replace(/\.$/, '');
    // One that cannot be told must not hide the others of its batch.
    if (rules.length === 1)
      return rules.map(({ name }) => ({ kind, name, source: sourceOf(kind, name), why }));
    const alone: MetadataDocument[] = [];
    for (const rule of rules) alone.push(...(await readBatch(client, kind, [rule])));
    return alone;
  }
}

function documentOf(
  { kind, name, namespace }: ListedRule,
  document: XmlObject | undefined,
): MetadataDocument {
  const common = { kind, name, source: sourceOf(kind, name) } as const;
  if (document) {
    return { ...common, document, revision: sha256(JSON.stringify(document)).slice(0, 16) };
  }
  return namespace === null
    ? { ...common, why: 'Salesforce does not know it; it may have been deleted meanwhile', gone: true }
    : { ...common, why: `it belongs to the managed package ${namespace}, which hides what it does` };
}

function sourceOf(kind: RuleKind, name: string): string {
  return `${name} (${METADATA_FILES[kind].root})`;
}

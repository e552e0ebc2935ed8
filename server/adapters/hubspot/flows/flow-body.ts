import { type ChangeLine, compareJson } from '../../../../src/domain/guard/mend/compare-json.ts';
import type { AutomationDocument } from '../../../../src/domain/guard/mend/mend.ts';
import { asList, asObject } from './json-shape.ts';

/**
 * Keys that a PUT must not hold: three are refused, the others stand in no description of it. Everything else is sent
 * back as it came, since HubSpot clears what is left out without a word.
 */
const NOT_SENT: ReadonlySet<string> = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'dataSources',
  'flowType',
  'objectTypeId',
  'nextAvailableActionId',
  'crmObjectCreationStatus',
]);

/** Keys that HubSpot sets by itself with every write, so that they say nothing about what was sent. */
const SET_BY_HUBSPOT: ReadonlySet<string> = new Set([
  'revisionId',
  'updatedAt',
  'dataSources',
  'nextAvailableActionId',
  'crmObjectCreationStatus',
]);

/** What a PUT sends to bring a flow to this document, from this revision on. */
export function bodyOf(document: AutomationDocument, revisionId: string): AutomationDocument {
  const kept = Object.entries(document).filter(
    ([key]) => !NOT_SENT.has(key) && !isEmptyFilter(key, document),
  );
  return { ...Object.fromEntries(kept), revisionId };
}

/** Where two documents of a flow differ in meaning, each in one sentence. */
export function flowDifferences(
  wanted: AutomationDocument,
  found: AutomationDocument,
): readonly ChangeLine[] {
  return compareJson(comparable(wanted), comparable(found)).map((difference) => ({
    ...difference,
    sentence: SENTENCES[difference.kind](difference.path),
  }));
}

const SENTENCES: Readonly<Record<ChangeLine['kind'], (path: string) => string>> = {
  added: (path) => `"${path}" is there now and was not before.`,
  removed: (path) => `"${path}" is not there any more.`,
  changed: (path) => `"${path}" has another value now.`,
};

/** Without what HubSpot sets itself; in which order lists stand says nothing. */
function comparable(document: AutomationDocument): AutomationDocument {
  const kept = Object.entries(document)
    .filter(([key]) => !SET_BY_HUBSPOT.has(key) && !isEmptyFilter(key, document))
    .map(([key, value]) => [key, key === 'suppressionListIds' ? inOrder(value) : value]);
  return Object.fromEntries(kept);
}

/** `{}` for an exclusion filter means none; HubSpot is said to refuse it. */
function isEmptyFilter(key: string, document: AutomationDocument): boolean {
  const value = asObject(document[key]);
  return key === 'suppressionFilterBranch' && value !== null && Object.keys(value).length === 0;
}

function inOrder(ids: unknown): unknown {
  return asList(ids)?.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) ?? ids;
}

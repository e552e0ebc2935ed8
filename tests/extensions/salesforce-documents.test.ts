import {
  MAX_DOCUMENT,
  policyBandSchema,
  salesforceRequestDocumentSchema,
  salesforceTypeDocumentSchema,
} from '@handrail/contracts/salesforce-documents';
import { EXCEPTION_ROW_STATUSES } from '@handrail/contracts/salesforce-vocabulary';
import { REQUEST_STATUSES } from '@handrail/contracts/vocabulary';
import { describe, expect, it } from '@jest/globals';

/** What the component makes of rows; the module is plain JavaScript, as the org takes it. */
interface Rows {
  exceptionOf(node: unknown, viewerId: string): { readonly screen: string; readonly live: boolean };
  cardOf(
    data: unknown,
    viewerId: string,
  ): { readonly types: readonly unknown[]; readonly unreadable: number };
  bandApplies(band: unknown, facts: Readonly<Record<string, number | null>>): string;
}

/** The rows of the pictures. */
interface Scenes {
  requestDocument(over: Readonly<Record<string, unknown>>): unknown;
  readonly TYPES: readonly unknown[];
  readonly SCENES: Readonly<Record<string, { readonly status: string; readonly view?: object }>>;
}

const at = (path: string) => new URL(`../../extensions/salesforce/${path}`, import.meta.url).href;
const rows = (await import(at('force-app/main/default/lwc/handoffRows/handoffRows.js'))) as Rows;
const scenes = (await import(at('page/scenes.js'))) as Scenes;

const value = (one: unknown) => ({ value: one });
const nodeOf = (status: string, document: unknown) => ({
  Id: 'a0H000000000001AAA',
  Status__c: value(status),
  View__c: value(JSON.stringify(document)),
});
const connection = (nodes: readonly unknown[]) => ({ edges: nodes.map((node) => ({ node })) });

describe('the documents of the pictures are those of the contracts', () => {
  it.each(Object.entries(scenes.SCENES).filter(([, { view }]) => view))('%s', (_, { status, view }) => {
    salesforceRequestDocumentSchema.parse(scenes.requestDocument({ status, ...view }));
  });

  it('types', () => {
    expect(scenes.TYPES.length).toBeGreaterThan(0);
    for (const type of scenes.TYPES) salesforceTypeDocumentSchema.parse(type);
  });
});

describe('the component understands what Handrail writes', () => {
  it.each(REQUEST_STATUSES)('in status %s', (status) => {
    const document = salesforceRequestDocumentSchema.parse(scenes.requestDocument({ status }));
    expect(rows.exceptionOf(nodeOf(status, document), 'me').screen).not.toBe('unknown');
  });

  it('and knows every status of a row', () => {
    const document = scenes.requestDocument({});
    for (const status of EXCEPTION_ROW_STATUSES) {
      expect(rows.exceptionOf(nodeOf(status, document), 'me').screen).not.toBe('unknown');
    }
    expect(rows.exceptionOf(nodeOf('teleported', document), 'me').screen).toBe('unknown');
  });

  it('with a type', () => {
    const nodes = scenes.TYPES.map((type) => ({
      Kind__c: value('exception_type'),
      Document__c: value(JSON.stringify(salesforceTypeDocumentSchema.parse(type))),
    }));
    const query = { Handoff_Exception__c: connection([]), Handoff_Policy__c: connection(nodes) };
    expect(rows.cardOf({ uiapi: { query } }, 'me')).toMatchObject({ unreadable: 0 });
  });

  it('with a band', () => {
    const when = { field: 'Amount', above: 250_000 };
    const band = policyBandSchema.parse({ label: 'x', asks: 'CRO', because: 'y', when, depends: false });
    expect(rows.bandApplies(band, { Amount: 250_001 })).toBe('true');
    expect(rows.bandApplies(band, { Amount: 250_000 })).toBe('false');
    expect(rows.bandApplies(band, { Amount: null })).toBe('unknown');
  });
});

it('a long request still fits its field', () => {
  const message = (index: number) => ({
    kind: index % 2 === 0 ? 'question' : 'answer',
    by: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
    text: 'x'.repeat(4000),
    at: '2026-11-23T10:00:00Z',
  });
  const conversation = Array.from({ length: 20 }, (_, index) => message(index));
  const document = salesforceRequestDocumentSchema.parse(scenes.requestDocument({ conversation }));
  expect(JSON.stringify(document).length).toBeLessThan(MAX_DOCUMENT);
});

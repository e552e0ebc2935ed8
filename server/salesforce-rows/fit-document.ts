import { MAX_DOCUMENT, type SalesforceRequestDocument } from '@handrail/contracts/salesforce-documents';

type Document = SalesforceRequestDocument;

/** Entries that are left of a list when nothing else helps. */
const MOST_LISTED = 10;

/** Lists of what happened, in the order in which their oldest entries are the easiest to do without. */
const TRAIL = [
  'notices',
  'handOvers',
  'additions',
  'extensions',
  'conversation',
  'reviews',
  'steps',
] as const;
type TrailList = (typeof TRAIL)[number];

/** What goes when the trail alone is not enough: explanations, never what a person needs to decide. */
const EXPLANATIONS: readonly ((document: Document) => Document)[] = [
  (document) => withRows(document, (row) => ({ ...row, conditions: [] })),
  (document) => withRows(document, ({ avoidedBy: _, ...row }) => row),
  (document) => withRows(document, () => null),
  (document) => ({ ...document, clock: document.clock.slice(0, 1), standIns: [] }),
  (document) => ({
    ...document,
    decision: {
      ...document.decision,
      criteria: { ...document.decision.criteria, conditions: [] },
      unknownFacts: [],
    },
  }),
  (document) => ({ ...document, extensions: [], disputes: undefined }),
  ...[500, 200, 80, 30].map((length) => (document: Document) => shorten(document, length)),
];

/**
 * A request's document as text that fits its field. What is too long loses the oldest entries of its trail first, then
 * explanations, and says so behind what comes next: the audit trail has everything.
 *
 * @param most characters
 */
export function fitDocument(document: Document, most = MAX_DOCUMENT): string {
  const whole = JSON.stringify(document);
  if (whole.length <= most) return whole;
  let fitted = document;
  let dropped = 0;
  for (const list of TRAIL) {
    const before = fitted[list].length;
    fitted = dropOldest(fitted, list, most);
    dropped += before - fitted[list].length;
    if (JSON.stringify(saying(fitted, dropped)).length <= most)
      return JSON.stringify(saying(fitted, dropped));
  }
  for (const cut of EXPLANATIONS) {
    fitted = cut(fitted);
    const text = JSON.stringify(saying(fitted, dropped));
    if (text.length <= most) return text;
  }
  throw new Error('a request document does not fit however much of it is left out (this is a bug)');
}

/** As many of the oldest entries as it takes; the newest one stays, which may be open. */
function dropOldest(document: Document, list: TrailList, most: number): Document {
  const entries = document[list];
  // Room for the sentence that says so.
  let excess = JSON.stringify(document).length + 200 - most;
  let from = 0;
  while (excess > 0 && from < entries.length - 1) {
    excess -= JSON.stringify(entries[from]).length + 1;
    from += 1;
  }
  return { ...document, [list]: entries.slice(from) };
}

function saying(document: Document, dropped: number): Document {
  const what = dropped > 0 ? `${dropped} older entries` : 'Some explanations';
  return { ...document, next: `${document.next} (${what} are left out here; the audit trail has them.)` };
}

type Row = Document['decision']['rows'][number];

function withRows(document: Document, change: (row: Row) => Row | null): Document {
  const rows = document.decision.rows.flatMap((row) => change(row) ?? []);
  return { ...document, decision: { ...document.decision, rows } };
}

/** Texts and lists cut to what one screen can show. */
function shorten(document: Document, length: number): Document {
  const text = (value: string) => (value.length > length ? `${value.slice(0, length - 1)}…` : value);
  const list = (values: readonly unknown[]) => values.slice(-MOST_LISTED);
  return JSON.parse(
    JSON.stringify(document, (_, value: unknown) => {
      if (typeof value === 'string') return text(value);
      return Array.isArray(value) ? list(value) : value;
    }),
  ) as Document;
}

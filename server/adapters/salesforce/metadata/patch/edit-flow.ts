import { HOLD_FIELD } from '../field-names.ts';
import { all, flag, one, parseXml, text } from '../xml-shape.ts';
import { escapeXml, indentOf, insertBefore } from './xml-text.ts';

/** A file with the routing hold asked for, and what was done, in words. */
export interface Edit {
  readonly content: string;
  readonly what: readonly string[];
  /** What whoever applies it must know. */
  readonly notes: readonly string[];
}

const START = /<start>[\s\S]*?<\/start>/;

/**
 * Adds the hold to the start of a flow that records start, and a fresh look at the record to each scheduled path.
 * Changes the text only where it must, so that the patch stays small. Null for a flow that nothing of the kind can
 * be done to.
 */
export function editFlow(content: string): Edit | null {
  const xml = parseXml(content);
  const start = xml.kind === 'read' && xml.root === 'Flow' ? one(xml.document, 'start') : null;
  const found = START.exec(content);
  const object = text(start, 'object');
  if (!start || !found || object === null || object.endsWith('__e')) return null;
  const guarded = guardStart(found[0], all(start, 'filters').length, {
    formula: text(start, 'filterFormula'),
    logic: text(start, 'filterLogic'),
  });
  if (guarded === null) return null;
  const withStart = content.replace(START, () => guarded);
  const paths = all(start, 'scheduledPaths').length;
  const edited = paths === 0 ? withStart : guardPaths(withStart, object);
  return edited === null
    ? null
    : {
        content: edited,
        what: [
          `The start asks for ${HOLD_FIELD} = false beside what it asks already.`,
          ...(paths > 0
            ? ['Each scheduled path reads the record anew and ends if it is on hold by then.']
            : []),
        ],
        notes: flag(start, 'doesRequireRecordChangedToMeetCriteria')
          ? [
              'The flow starts only when a record comes to meet its conditions, so the release of the hold starts it. That sends the record back to standard routing, which is often wanted; if not, say so in a decision of the flow.',
            ]
          : [],
      };
}

/** The start element with one more filter; null when its text is not as expected. */
function guardStart(
  start: string,
  filters: number,
  { formula, logic }: { formula: string | null; logic: string | null },
): string | null {
  if (formula !== null) {
    return start.replace(
      /<filterFormula>[\s\S]*?<\/filterFormula>/,
      () => `<filterFormula>${escapeXml(`AND(NOT({!$Record.${HOLD_FIELD}}), ${formula})`)}</filterFormula>`,
    );
  }
  const indent = `${indentOf(start)}    `;
  const filter = [
    '<filters>',
    `    <field>${HOLD_FIELD}</field>`,
    '    <operator>EqualTo</operator>',
    '    <value>',
    '        <booleanValue>false</booleanValue>',
    '    </value>',
    '</filters>',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
  const joined = `<filterLogic>${logicWith(logic, filters)}</filterLogic>`;
  const withLogic = /<filterLogic>[\s\S]*?<\/filterLogic>/.test(start)
    ? start.replace(/<filterLogic>[\s\S]*?<\/filterLogic>/, () => joined)
    : insertBefore(start, ['filters', 'form', 'object'], `${indent}${joined}\n`);
  if (withLogic === null) return null;
  if (filters === 0) return insertBefore(withLogic, ['flowRunAsUser', 'form', 'object'], filter);
  const end = withLogic.lastIndexOf('</filters>');
  const line = withLogic.indexOf('\n', end) + 1;
  return end < 0 || line === 0 ? null : withLogic.slice(0, line) + filter + withLogic.slice(line);
}

/** The same logic, and the last filter beside it. */
export function logicWith(logic: string | null, filters: number): string {
  const word = logic?.trim().toLowerCase() ?? 'and';
  if (filters === 0 || word === 'and' || word === '') return 'and';
  const numbers = Array.from({ length: filters }, (_, at) => at + 1);
  const before = word === 'or' ? numbers.join(' OR ') : logic?.trim();
  return `(${before}) AND ${filters + 1}`;
}

const PATH = /<scheduledPaths>[\s\S]*?<\/scheduledPaths>/g;
const TARGET = /<targetReference>([^<]+)<\/targetReference>/;

function guardPaths(content: string, object: string): string | null {
  const elements = { lookups: '', decisions: '' };
  let count = 0;
  const redirected = content.replace(PATH, (path) => {
    const next = TARGET.exec(path)?.[1];
    if (next === undefined) return path;
    count += 1;
    const [read, ask] = [`Handrail_Read_${count}`, `Handrail_On_Hold_${count}`];
    elements.lookups += lookup(read, object, ask);
    elements.decisions += decision(ask, read, next);
    return path.replace(TARGET, () => `<targetReference>${read}</targetReference>`);
  });
  const withLookups = insertBefore(redirected, ['recordLookups', ...AFTER_LOOKUPS], elements.lookups);
  return withLookups && insertBefore(withLookups, ['decisions', ...AFTER_DECISIONS], elements.decisions);
}

/** Salesforce wants elements of one kind together; where there are none yet, these come next. */
const AFTER_LOOKUPS = ['recordUpdates', 'screens', 'start', 'status', 'subflows'];
const AFTER_DECISIONS = [
  'description',
  'environments',
  'formulas',
  'interviewLabel',
  'label',
  'loops',
  'processMetadataValues',
  'processType',
  'recordCreates',
  'recordDeletes',
  'recordLookups',
];

function lookup(name: string, object: string, next: string): string {
  return lines(
    '<recordLookups>',
    `    <name>${name}</name>`,
    '    <label>Read the record anew</label>',
    '    <locationX>0</locationX>',
    '    <locationY>0</locationY>',
    '    <assignNullValuesIfNoRecordsFound>false</assignNullValuesIfNoRecordsFound>',
    '    <connector>',
    `        <targetReference>${next}</targetReference>`,
    '    </connector>',
    '    <filterLogic>and</filterLogic>',
    '    <filters>',
    '        <field>Id</field>',
    '        <operator>EqualTo</operator>',
    '        <value>',
    '            <elementReference>$Record.Id</elementReference>',
    '        </value>',
    '    </filters>',
    '    <getFirstRecordOnly>true</getFirstRecordOnly>',
    `    <object>${object}</object>`,
    '    <storeOutputAutomatically>true</storeOutputAutomatically>',
    '</recordLookups>',
  );
}

function decision(name: string, read: string, next: string): string {
  return lines(
    '<decisions>',
    `    <name>${name}</name>`,
    '    <label>On hold by Handrail?</label>',
    '    <locationX>0</locationX>',
    '    <locationY>0</locationY>',
    '    <defaultConnector>',
    `        <targetReference>${next}</targetReference>`,
    '    </defaultConnector>',
    '    <defaultConnectorLabel>Not on hold</defaultConnectorLabel>',
    '    <rules>',
    `        <name>${name}_Yes</name>`,
    '        <conditionLogic>and</conditionLogic>',
    '        <conditions>',
    `            <leftValueReference>${read}.${HOLD_FIELD}</leftValueReference>`,
    '            <operator>EqualTo</operator>',
    '            <rightValue>',
    '                <booleanValue>true</booleanValue>',
    '            </rightValue>',
    '        </conditions>',
    '        <label>On hold</label>',
    '    </rules>',
    '</decisions>',
  );
}

function lines(...of: readonly string[]): string {
  return of.map((line) => `    ${line}\n`).join('');
}

import fc from 'fast-check';
import type { Comparison } from './flow-text.ts';
import * as xml from './flow-text.ts';

/** Random record-triggered flows, drawn so that many look at the routing hold, some of them well. */

const HOLD = 'Handoff_Routing_Hold__c';
/** The flow that others call. */
export const CALLED = 'Called';

export interface MadeFlow {
  readonly name: string;
  readonly xml: string;
}

const FREE: readonly (readonly [string, xml.Operand])[] = [
  ['EqualTo', false],
  ['NotEqualTo', true],
  ['EqualTo', '@$GlobalConstant.False'],
];
const HELD: readonly (readonly [string, xml.Operand])[] = [
  ['EqualTo', true],
  ['NotEqualTo', false],
  ['IsNull', false],
];
const PLAIN: readonly (readonly [string, string, xml.Operand])[] = [
  ['Sales_Region__c', 'EqualTo', 'EMEA'],
  ['Sales_Region__c', 'NotEqualTo', 'APAC'],
  ['Description', 'IsNull', true],
  ['Handoff_Exception_Status__c', 'EqualTo', 'active'],
];

function onHold(prefix: string, of: readonly (readonly [string, xml.Operand])[]): fc.Arbitrary<Comparison> {
  return fc.constantFrom(...of).map(([operator, right]) => ({ left: `${prefix}${HOLD}`, operator, right }));
}

function plain(prefix: string): fc.Arbitrary<Comparison> {
  return fc
    .constantFrom(...PLAIN)
    .map(([field, operator, right]) => ({ left: `${prefix}${field}`, operator, right }));
}

interface Asked {
  readonly conditions: readonly Comparison[];
  readonly logic: string;
}

/** Conditions that let only free records through, or nearly. */
function letsFree(prefix: string): fc.Arbitrary<Asked> {
  const three = fc.tuple(onHold(prefix, FREE), plain(prefix), plain(prefix));
  return fc.oneof(
    { weight: 4, arbitrary: onHold(prefix, FREE).map((one) => ({ conditions: [one], logic: 'and' })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          three,
          fc.constantFrom('and', '1 AND (2 OR 3)', '(1 AND 2) OR (1 AND 3)', '1 AND NOT (2 AND 3)'),
        )
        .map(([conditions, logic]) => ({ conditions, logic })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(three, fc.constantFrom('or', '1 OR (2 AND 3)', '(1 OR 2) AND 3', '2 AND 3', 'NOT 1'))
        .map(([conditions, logic]) => ({ conditions, logic })),
    },
    { weight: 1, arbitrary: onHold(prefix, HELD).map((one) => ({ conditions: [one], logic: 'NOT 1' })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(onHold(prefix, HELD), plain(prefix)), fc.constantFrom('and', 'or'))
        .map(([one, logic]) => ({ conditions: [one], logic })),
    },
  );
}

const FORMULAS = [
  `NOT({!$Record.${HOLD}})`,
  `AND(NOT({!$Record.${HOLD}}), ISPICKVAL({!$Record.Sales_Region__c}, "EMEA"))`,
  `OR(NOT({!$Record.${HOLD}}), ISPICKVAL({!$Record.Sales_Region__c}, "EMEA"))`,
  `{!$Record.${HOLD}} = FALSE`,
  `{!$Record.${HOLD}} <> TRUE && NOT(ISBLANK({!$Record.Name}))`,
  `IF({!$Record.${HOLD}}, FALSE, TRUE)`,
  `IF(ISPICKVAL({!$Record.Sales_Region__c}, "EMEA"), TRUE, NOT({!$Record.${HOLD}}))`,
  `NOT({!$Permission.Handrail_Bypass})`,
  `AND(NOT({!$Permission.Handrail_Bypass}), NOT({!$Record.${HOLD}}))`,
  `ISCHANGED({!$Record.${HOLD}})`,
  `NOT(NOT(NOT({!$Record.${HOLD}})))`,
].map((formula) => formula.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

const STAGES = ['Qualification', 'Needs Analysis', 'Closed Lost'] as const;
/** The running user, who is another one from deed to deed, or a stage of the sandbox. */
const anyFields = fc.constantFrom<Readonly<Record<string, xml.Operand>>>(
  { OwnerId: '@$User.Id' },
  ...STAGES.map((StageName) => ({ StageName })),
);

/** What stands in a flow from its first element on. */
interface Body {
  readonly first: string;
  readonly parts: readonly string[];
}

const OWN_ID: Comparison = { left: 'Id', operator: 'EqualTo', right: '@$Record.Id' };

/** A write of the record that started the flow, by one of the ways there are. */
function ownWrite(name: string, next: string | null): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(anyFields, fc.constantFrom('direct', 'filtered', 'assigned', 'variable', 'called', 'guarded'))
    .map(([fields, way]) => {
      const [field = 'OwnerId', of = ''] = Object.entries(fields)[0] ?? [];
      switch (way) {
        case 'direct':
          return [xml.update(name, { reference: '$Record' }, fields, next)];
        case 'filtered':
          return [xml.update(name, { object: 'Opportunity', where: [OWN_ID] }, fields, next)];
        case 'guarded':
          return [
            xml.update(
              name,
              { object: 'Opportunity', where: [OWN_ID, { left: HOLD, operator: 'EqualTo', right: false }] },
              fields,
              next,
            ),
          ];
        case 'assigned':
          return [
            xml.assignment(name, [[`$Record.${field}`, 'Assign', of]], `${name}_Save`),
            xml.update(`${name}_Save`, { reference: '$Record' }, {}, next),
          ];
        case 'called':
          return [xml.call(name, CALLED, { recordId: '@$Record.Id' }, next)];
        default:
          return [
            xml.assignment(
              name,
              [
                [`${name}_one.Id`, 'Assign', '@$Record.Id'],
                [`${name}_one.${field}`, 'Assign', of],
              ],
              `${name}_Save`,
            ),
            xml.update(`${name}_Save`, { reference: `${name}_one` }, {}, next),
            xml.variable(`${name}_one`, 'Opportunity'),
          ];
      }
    });
}

/** Writes of the own record, with a decision before the first and perhaps between them. */
function ownBody(prefix: string): fc.Arbitrary<Body> {
  const [ask, one, again, other] = ['Ask', 'One', 'Again', 'Other'].map((name) => `${prefix}${name}`) as [
    string,
    string,
    string,
    string,
  ];
  return fc
    .tuple(
      letsFree('$Record.'),
      letsFree('$Record.'),
      ownWrite(one, again),
      ownWrite(other, null),
      fc.boolean(),
      fc.constantFrom(false, false, false, true),
    )
    .map(([asked, second, firstWrite, lastWrite, asks, changed]) => ({
      first: asks ? ask : one,
      parts: [
        changed
          ? // A way out that only the save takes with which a record comes on hold.
            xml.decision(ask, [{ left: `$Record.${HOLD}`, operator: 'EqualTo', right: true }], {
              met: null,
              else: one,
              changed,
            })
          : xml.decision(ask, asked.conditions, { logic: asked.logic, met: one, else: null }),
        ...firstWrite,
        xml.decision(again, second.conditions, { logic: second.logic, met: other, else: null }),
        ...lastWrite,
      ],
    }));
}

/** A scheduled path that reads the record anew, or does not. */
const pathBody: fc.Arbitrary<Body> = fc
  .tuple(
    letsFree('Now.'),
    letsFree('$Record.'),
    ownWrite('Later', null),
    fc.constantFrom('fresh', 'old', 'none', 'found'),
  )
  .map(([fresh, old, write, way]) => {
    if (way === 'none') return { first: 'Later', parts: write };
    if (way === 'old')
      return {
        first: 'Look',
        parts: [
          xml.decision('Look', old.conditions, { logic: old.logic, met: 'Later', else: null }),
          ...write,
        ],
      };
    const where = way === 'found' ? [OWN_ID, { left: HOLD, operator: 'EqualTo', right: false }] : [OWN_ID];
    const asked =
      way === 'found'
        ? xml.decision('Look', [{ left: 'Now', operator: 'IsNull', right: false }], {
            met: 'Later',
            else: null,
          })
        : xml.decision('Look', fresh.conditions, { logic: fresh.logic, met: 'Later', else: null });
    return {
      first: 'Now',
      parts: [xml.lookup('Now', 'Opportunity', where, { first: true, next: 'Look' }), asked, ...write],
    };
  });

/** Other opportunities of the account: found, filtered, perhaps looked at one by one, then updated. */
const siblingsBody: fc.Arbitrary<Body> = fc
  .tuple(letsFree(''), letsFree('Each.'), anyFields, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([found, each, fields, isFiltered, isAsked, isCopied, isAfter]) => {
    const [field = 'OwnerId', of = ''] = Object.entries(fields)[0] ?? [];
    const mine: Comparison = { left: 'AccountId', operator: 'EqualTo', right: '@$Record.AccountId' };
    const where = isFiltered ? found.conditions : [mine];
    const items: [string, string, xml.Operand][] = isCopied
      ? [
          ['copy.Id', 'Assign', '@Each.Id'],
          [`copy.${field}`, 'Assign', of],
          ['list', 'Add', '@copy'],
        ]
      : [
          [`Each.${field}`, 'Assign', of],
          ['list', 'Add', '@Each'],
        ];
    return {
      first: 'Find',
      parts: [
        xml.lookup('Find', 'Opportunity', where, {
          ...(isFiltered && { logic: found.logic }),
          first: false,
          next: 'Each',
        }),
        xml.loop(
          'Each',
          'Find',
          isAsked && !isAfter ? 'Ask_Each' : 'Take',
          isAsked && isAfter ? 'Ask_Each' : 'Save',
        ),
        xml.decision('Ask_Each', each.conditions, {
          logic: each.logic,
          met: isAfter ? 'Save' : 'Take',
          else: isAfter ? null : 'Each',
        }),
        xml.assignment('Take', items, 'Each'),
        xml.update('Save', { reference: 'list' }, {}, null),
        xml.variable('list', 'Opportunity', true),
        xml.variable('copy', 'Opportunity'),
      ],
    };
  });

/** All of the account's opportunities by one update with filters. */
const allBody: fc.Arbitrary<Body> = fc
  .tuple(fc.array(onHold('', FREE), { maxLength: 1 }), anyFields)
  .map(([free, fields]) => ({
    first: 'All',
    parts: [
      xml.update(
        'All',
        {
          object: 'Opportunity',
          where: [{ left: 'AccountId', operator: 'EqualTo', right: '@$Record.AccountId' }, ...free],
        },
        fields,
        null,
      ),
    ],
  }));

/** The hold by way of a variable that is filled on one way only, or on both. */
const variableBody: fc.Arbitrary<Body> = fc
  .tuple(ownWrite('Write', null), fc.boolean(), plain('$Record.'))
  .map(([write, always, one]) => ({
    first: 'Fork',
    parts: [
      xml.decision('Fork', [one], { met: 'Copy', else: always ? 'Copy' : 'Listen' }),
      xml.assignment('Copy', [['held', 'Assign', `@$Record.${HOLD}`]], 'Listen'),
      xml.decision('Listen', [{ left: 'held', operator: 'EqualTo', right: true }], {
        met: null,
        else: 'Write',
      }),
      ...write,
      xml.variable('held', null),
    ],
  }));

const anyStart = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: letsFree('').map(({ conditions, logic }) => xml.filters(conditions, logic)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...FORMULAS)
      .map(
        (formula) =>
          `<filterFormula>${formula}</filterFormula><filterLogic>formula_evaluates_to_true</filterLogic>`,
      ),
  },
);

function startOf(trigger: string, extra: string, first: string | null): string {
  return `${xml.goTo('connector', first)}${extra}<object>Opportunity</object><recordTriggerType>CreateAndUpdate</recordTriggerType><triggerType>${trigger}</triggerType>`;
}

const CHANGED = '<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>';

const anyAfterSave: fc.Arbitrary<string> = fc
  .tuple(
    anyStart,
    fc.oneof(
      { weight: 4, arbitrary: ownBody('') },
      { weight: 2, arbitrary: siblingsBody },
      { weight: 1, arbitrary: allBody },
      { weight: 2, arbitrary: variableBody },
    ),
    fc.option(pathBody, { freq: 3 }),
    fc.boolean(),
    fc.constantFrom(1, 3),
  )
  .map(([start, body, path, changed, days]) => {
    const scheduled = path
      ? `<scheduledPaths><name>Days</name>${xml.goTo('connector', path.first)}<offsetNumber>${days}</offsetNumber><offsetUnit>Days</offsetUnit><timeSource>RecordTriggerEvent</timeSource></scheduledPaths>`
      : '';
    return xml.flow(startOf('RecordAfterSave', `${changed ? CHANGED : ''}${start}${scheduled}`, body.first), [
      ...body.parts,
      ...(path?.parts ?? []),
    ]);
  });

const anyBeforeSave: fc.Arbitrary<string> = fc
  .tuple(anyStart, letsFree('$Record.'), anyFields, fc.boolean())
  .map(([start, asked, fields, asks]) => {
    const [field = 'OwnerId', of = ''] = Object.entries(fields)[0] ?? [];
    return xml.flow(startOf('RecordBeforeSave', start, asks ? 'Ask' : 'Set'), [
      xml.decision('Ask', asked.conditions, { logic: asked.logic, met: 'Set', else: null }),
      xml.assignment('Set', [[`$Record.${field}`, 'Assign', of]], null),
    ]);
  });

/** The flow that others call: it writes what it is handed, and looks at it first, or not. */
const anyCalled: fc.Arbitrary<string> = fc
  .tuple(letsFree('Handed.'), anyFields, fc.boolean())
  .map(([asked, fields, looks]) =>
    xml.flow(xml.goTo('connector', looks ? 'Handed' : 'Write'), [
      xml.lookup('Handed', 'Opportunity', [{ left: 'Id', operator: 'EqualTo', right: '@recordId' }], {
        first: true,
        next: 'Look',
      }),
      xml.decision('Look', asked.conditions, { logic: asked.logic, met: 'Write', else: null }),
      xml.update(
        'Write',
        { object: 'Opportunity', where: [{ left: 'Id', operator: 'EqualTo', right: '@recordId' }] },
        fields,
        null,
      ),
      xml.variable('recordId', null, false, true),
    ]),
  );

/** The flows of one org: one or two that records start, and one that they may call. */
export const anyFlows: fc.Arbitrary<readonly MadeFlow[]> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 4, arbitrary: anyAfterSave }, { weight: 1, arbitrary: anyBeforeSave }), {
      minLength: 1,
      maxLength: 2,
    }),
    anyCalled,
  )
  .map(([flows, called]) => [
    ...flows.map((text, at) => ({ name: `Flow_${at + 1}`, xml: text })),
    { name: CALLED, xml: called },
  ]);

import {
  salesforcePathDocumentSchema,
  salesforceRequestDocumentSchema,
} from '@handrail/contracts/salesforce-documents';
import { SALESFORCE_RECORD_FIELD } from '@handrail/contracts/salesforce-vocabulary';
import { userIdOf } from '../salesforce/seed/people.ts';
import { runHandrail } from './handrail-process.ts';
import { OrgFacts } from './org-facts.ts';
import { clientId, type OrgRow, orgUser } from './org-user.ts';
import { lastLine, REP } from './people.ts';
import { askedInRows, coverageNamesTheIgnorant, reCorrection } from './salesforce-chapters.ts';
import type { OrgWorld } from './salesforce-world.ts';
import type { AutomationLine, RequestSeen, Scene } from './scene.ts';
import { trailLine } from './trail-line.ts';

const NEXT_STAGE = 'Proposal/Price Quote';
const { routingHold, exceptionId } = SALESFORCE_RECORD_FIELD;

/**
 * The story in Salesforce: people write rows over REST, each in a session of their own, as the component does for
 * them, and read the rows that Handrail answers in.
 */
export function salesforceScene(world: OrgWorld): Scene {
  const { org, like } = world;
  const { auroraGrid: tagged, borealisFreight: untagged } = like;
  const facts = new OrgFacts(org);
  const rowQuery = `SELECT Id, Status__c, Version__c, View__c, Problem_Detail__c FROM Handoff_Exception__c WHERE Record_Id__c = '${tagged}' ORDER BY CreatedDate DESC`;
  const latest = async (): Promise<OrgRow | undefined> => (await orgUser(org, REP).query(rowQuery))[0];
  const automationOf = async (act: () => void): Promise<readonly AutomationLine[]> => {
    const before = org.events.length;
    act();
    return facts.automationSince(before, [tagged, untagged]);
  };
  /** Writes a decision row and waits for the answer in it. @returns why it was refused */
  const decide = async (email: string, kind: string, comment: string): Promise<string | undefined> => {
    const row = await latest();
    if (!row) throw new Error('there is no request to decide on');
    const person = orgUser(org, email);
    const id = await person.create('Handoff_Decision__c', {
      Handoff_Exception__c: row.Id,
      Decision__c: kind,
      Comment__c: comment,
      Version__c: row.Version__c,
      Client_Id__c: clientId(),
    });
    const answer = await person.waitFor(
      `SELECT Outcome__c, Problem_Detail__c FROM Handoff_Decision__c WHERE Id = '${id}'`,
      ({ Outcome__c }) => Outcome__c !== 'waiting',
      `the answer to "${kind}" by ${email}`,
    );
    return answer.Outcome__c === 'accepted' ? undefined : String(answer.Problem_Detail__c);
  };

  return {
    world,
    words: {
      record: 'opportunity',
      records: 'opportunities',
      automation: 'flow',
      place: 'the org',
      installs: 'The package is in the org, and Handrail enters it by JWT bearer',
      asks: 'as a row of Handoff_Exception__c',
      holdField: routingHold,
    },
    tagged,
    untagged,

    async install(narrator) {
      const types = await orgUser(org, REP).waitFor(
        "SELECT COUNT(Id) total FROM Handoff_Policy__c WHERE Kind__c = 'exception_type' AND Object__c = 'Opportunity' AND Active__c = true",
        ({ total }) => Number(total) > 0,
        'the rows of the policy',
      );
      const fields = org.core.schema.object('Opportunity').fields.map(({ name }) => name);
      narrator.claim(
        'the fields of the package are on the opportunity',
        fields.includes(routingHold) && fields.includes(exceptionId),
        `${fields.filter((name) => name.startsWith('Handoff_')).length} fields, ${org.core.automation.flows.length} flows in the org`,
      );
      narrator.claim(
        'Handrail has written the policy in force into rows that people may read',
        Number(types.total) > 0,
        `${types.total} exception types for opportunities`,
      );
    },

    describe(id) {
      const amount = Number(facts.value(id, 'Amount')).toLocaleString('en-US');
      return `${facts.value(id, 'Name')}: ${amount}, ${facts.value(id, 'Sales_Region__c')}, owner ${facts.owner(id).name}`;
    },
    titleOf: (id) => facts.value(id, 'Name'),
    ownerOf: (id) => facts.owner(id),
    isHeld: (id) => facts.value(id, routingHold) === 'true',
    holdCameFirst: () => facts.holdCameBeforeOwner(tagged),
    holdWentLast: () => facts.holdWentLast(tagged),
    note: () => facts.activities(tagged).find((text) => /approved by/.test(text)) ?? '',

    async standardPath() {
      const [row] = await orgUser(org, REP).query(
        "SELECT Document__c FROM Handoff_Policy__c WHERE Kind__c = 'standard_path' AND Object__c = 'Opportunity' AND Active__c = true",
      );
      const filed = await latest();
      return row && !filed
        ? salesforcePathDocumentSchema.parse(JSON.parse(String(row.Document__c))).words
        : '';
    },
    async file(email, ask) {
      const person = orgUser(org, email);
      const id = await person.create('Handoff_Exception__c', {
        Opportunity__c: tagged,
        Record_Id__c: tagged,
        Exception_Type__c: ask.exceptionTypeId,
        Reason_Code__c: ask.reasonCode,
        Reason__c: ask.reason,
        Proposed_Owner__c: userIdOf(org.core, ask.proposedOwner),
        Expires_At__c: ask.expiresAt,
        Client_Id__c: clientId(),
      });
      const row = await person.waitFor(
        `SELECT Status__c, View__c, Problem_Detail__c FROM Handoff_Exception__c WHERE Id = '${id}'`,
        ({ Status__c, View__c }) => Status__c === 'refused' || Boolean(View__c),
        'the answer to the request',
      );
      if (row.Status__c === 'refused') throw new Error(`the request was refused: ${row.Problem_Detail__c}`);
      return documentOf(row);
    },
    approve: (email, comment) => decide(email, 'approve', comment),
    async end(email) {
      const refusal = await decide(email, 'end', '');
      if (refusal !== undefined) throw new Error(`the end was refused: ${refusal}`);
    },
    async seen() {
      const row = await latest();
      return row?.View__c ? documentOf(row) : undefined;
    },

    reachNextStage: (email) =>
      automationOf(() => {
        for (const id of [tagged, untagged]) org.update(id, { StageName: NEXT_STAGE }, { as: email });
      }),
    // Record-triggered flows run in the save that triggers them: what was to be done is done.
    settle: async () => [],

    async afterFiling(narrator, request) {
      await askedInRows(world, narrator, request);
    },
    async afterRouting(narrator) {
      await coverageNamesTheIgnorant(world, narrator);
      await reCorrection(world, narrator);
    },

    async trail(requestId) {
      await world.stopServer();
      const { code, stdout, stderr } = await runHandrail(
        ['audit', 'show', '--request', requestId, '--json'],
        world.environment,
      );
      if (code !== 0) throw new Error(`the trail could not be printed: ${lastLine(stderr)}`);
      return stdout
        .trim()
        .split('\n')
        .map((line) => trailLine(line, (userId) => facts.value(userId, 'Name')));
    },
    unknownCalls: () => org.unknownCalls.map(({ method, path }) => `${method} ${path}`),
  };
}

function documentOf(row: OrgRow): RequestSeen {
  return salesforceRequestDocumentSchema.parse(JSON.parse(String(row.View__c)));
}

import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  checkOutputsSchema,
  REQUEST_INPUTS,
  requestOutputsSchema,
  SENT_PROPERTIES,
  WORKFLOW_ACTION_ROUTES,
} from '@handrail/contracts/workflow-actions';
import { http } from '@hubspot/local-dev-lib/http';
import { parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { type IntermediateRepresentationNode, translate } from '@hubspot/project-parsing-lib/translate';
import {
  collectFileDependencies,
  findAndParsePackageJsonFiles,
} from '@hubspot/project-parsing-lib/workspaces';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { PROJECT_SCHEMAS } from './hubspot-project-schemas.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const PROJECT = path.join(ROOT, 'extensions/hubspot');
const PROFILE = 'example';
const INBOX_PAGE = 'src/app/pages/inbox-page-hsmeta.json';
const CHECK_ACTION = 'src/app/workflow-actions/check-exception-hsmeta.json';
const TAB_CARD = 'src/app/cards/handoff-card-hsmeta.json';

/** What the parser makes of a project; it throws for what HubSpot would refuse. */
async function parse(project: string) {
  const { srcDir, platformVersion } = parseProjectConfig(project);
  const projectSourceDir = path.resolve(project, srcDir);
  const { intermediateRepresentation, skippedHsMetaFiles } = await translate(
    { projectSourceDir, platformVersion, accountId: 1 },
    { profile: PROFILE },
  );
  return {
    platformVersion,
    components: Object.values(intermediateRepresentation.intermediateNodesIndexedByUid),
    skipped: skippedHsMetaFiles,
    missingEntrypoints: missingEntrypoints(
      intermediateRepresentation.intermediateNodesIndexedByUid,
      projectSourceDir,
    ),
  };
}

/** The parser does not look for entrypoints; HubSpot's build does. */
function missingEntrypoints(
  nodes: Readonly<Record<string, IntermediateRepresentationNode>>,
  sourceDir: string,
): string[] {
  return Object.values(nodes)
    .map((node) => settings(node).entrypoint)
    .filter((entrypoint) => typeof entrypoint === 'string')
    .filter((entrypoint) => !existsSync(path.join(sourceDir, entrypoint)));
}

function settings(node: IntermediateRepresentationNode): Record<string, unknown> {
  return { ...(node.config as object) };
}

const fieldsSchema = z.array(z.object({ typeDefinition: z.object({ name: z.string() }) }));
const labelsSchema = z.record(z.string(), z.string());
const actionSchema = z.object({
  actionUrl: z.string(),
  objectTypes: z.array(z.string()),
  objectRequestOptions: z.object({ properties: z.array(z.string()) }),
  inputFields: fieldsSchema,
  outputFields: fieldsSchema,
  labels: z.object({
    en: z.object({
      inputFieldLabels: labelsSchema.optional(),
      inputFieldDescriptions: labelsSchema.optional(),
      outputFieldLabels: labelsSchema,
    }),
  }),
});

function actionOf(node: IntermediateRepresentationNode): z.infer<typeof actionSchema> {
  return actionSchema.parse(node.config);
}

beforeAll(() => {
  // The parser's only call to HubSpot: it fetches the schemas.
  jest.spyOn(http, 'get').mockImplementation((async () => ({ data: PROJECT_SCHEMAS })) as never);
});

afterAll(() => {
  jest.restoreAllMocks();
});

describe('the HubSpot project', () => {
  it('is accepted, with nothing left out', async () => {
    const project = await parse(PROJECT);
    expect(project.platformVersion).toBe('2026.03');
    expect(project.skipped).toEqual([]);
    expect(project.missingEntrypoints).toEqual([]);
    expect(project.components.map((node) => [node.uid, node.componentType]).sort()).toEqual([
      ['handrail_app', 'APPLICATION'],
      ['handrail_card_sidebar', 'CARD'],
      ['handrail_card_tab', 'CARD'],
      ['handrail_check_exception', 'WORKFLOW_ACTION'],
      ['handrail_inbox', 'PAGE'],
      ['handrail_request_exception', 'WORKFLOW_ACTION'],
    ]);
  });

  it('stands in tab and sidebar of the four record types', async () => {
    const cards = (await parse(PROJECT)).components.filter((node) => node.componentType === 'CARD');
    expect(cards.map((card) => settings(card).location).sort()).toEqual([
      'crm.record.sidebar',
      'crm.record.tab',
    ]);
    for (const card of cards) {
      expect(settings(card).objectTypes).toEqual(['deals', 'contacts', 'companies', 'tickets']);
    }
  });

  it('has both workflow actions on the four record types, at the addresses the server answers', async () => {
    const { components } = await parse(PROJECT);
    const actions = components.filter((node) => node.componentType === 'WORKFLOW_ACTION').map(actionOf);
    expect(actions.map(({ actionUrl }) => actionUrl).sort()).toEqual(
      Object.values(WORKFLOW_ACTION_ROUTES).map((route) => `https://handrail.example.test${route}`),
    );
    for (const { objectTypes, objectRequestOptions, labels, inputFields, outputFields } of actions) {
      expect(objectTypes).toEqual(['DEAL', 'CONTACT', 'COMPANY', 'TICKET']);
      expect(objectRequestOptions.properties).toEqual(SENT_PROPERTIES);
      const { inputFieldLabels = {}, inputFieldDescriptions = {}, outputFieldLabels } = labels.en;
      const names = (fields: typeof inputFields) => fields.map(({ typeDefinition: { name } }) => name);
      expect(Object.keys(inputFieldLabels)).toEqual(names(inputFields));
      expect(Object.keys(inputFieldDescriptions)).toEqual(names(inputFields));
      expect(Object.keys(outputFieldLabels)).toEqual(names(outputFields));
    }
  });

  it('names inputs and outputs of the actions as the server does', async () => {
    const { components } = await parse(PROJECT);
    const fieldsOf = (uid: string, fields: 'inputFields' | 'outputFields') =>
      components
        .filter((node) => node.uid === uid)
        .flatMap((node) => actionOf(node)[fields].map(({ typeDefinition: { name } }) => name))
        .toSorted();
    const told = (schema: { shape: { outputFields: { shape: object } } }) =>
      Object.keys(schema.shape.outputFields.shape)
        .filter((name) => !name.startsWith('hs_'))
        .toSorted();
    expect(fieldsOf('handrail_check_exception', 'inputFields')).toEqual([]);
    expect(fieldsOf('handrail_check_exception', 'outputFields')).toEqual(told(checkOutputsSchema));
    expect(fieldsOf('handrail_request_exception', 'inputFields')).toEqual(
      Object.values(REQUEST_INPUTS).toSorted(),
    );
    expect(fieldsOf('handrail_request_exception', 'outputFields')).toEqual(told(requestOutputsSchema));
  });

  it('may call the origin of its profile and nothing else', async () => {
    const app = (await parse(PROJECT)).components.find((node) => node.componentType === 'APPLICATION');
    expect(app && settings(app).permittedUrls).toEqual({
      fetch: ['https://handrail.example.test'],
      iframe: [],
      img: [],
    });
  });

  // HubSpot's CLI uploads only what lies in srcDir or is named by `file:`.
  it('uploads the contracts with card and page, and the cards’ parts with the page', async () => {
    const packages = await findAndParsePackageJsonFiles(path.join(PROJECT, 'src'));
    const uploaded = await collectFileDependencies(packages);
    expect(uploaded.map(({ packageName, localPath }) => [packageName, localPath])).toEqual([
      ['@handrail/contracts', await realpath(path.join(ROOT, 'src/contracts'))],
      ['handrail-hubspot-cards', await realpath(path.join(PROJECT, 'src/app/cards'))],
    ]);
  });
});

describe('a project with a mistake is refused', () => {
  let temp: string;

  beforeEach(async () => {
    temp = await mkdtemp(path.join(tmpdir(), 'hubspot-project-'));
    await cp(PROJECT, temp, {
      recursive: true,
      filter: (source) => !source.includes('node_modules') && !source.endsWith('__tests__'),
    });
  });

  afterEach(async () => {
    await rm(temp, { recursive: true });
  });

  /** Why the parser refused the copy, in its own words. */
  async function refusal(): Promise<string> {
    return parse(temp).then(
      () => 'accepted',
      (error: unknown) => String(error),
    );
  }

  async function edit(file: string, change: (text: string) => string) {
    const target = path.join(temp, file);
    const before = await readFile(target, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(target, after);
  }

  it('the copy itself is accepted', async () => {
    expect((await parse(temp)).missingEntrypoints).toEqual([]);
  });

  it.each([
    [
      'a location HubSpot does not have',
      TAB_CARD,
      'crm.record.tab',
      'crm.record.top',
      'config.location: must be equal to one of the allowed values',
    ],
    [
      'an object type HubSpot does not have',
      TAB_CARD,
      '"deals"',
      '"opportunities"',
      'config.objectTypes.0: must be equal to one of the allowed values',
    ],
    [
      'a uid with a space',
      TAB_CARD,
      'handrail_card_tab',
      'handrail card tab',
      'should use only letters, numbers',
    ],
    [
      'a uid that is too long',
      TAB_CARD,
      'handrail_card_tab',
      'h'.repeat(65),
      'must be 64 characters or less',
    ],
    [
      'no entrypoint',
      TAB_CARD,
      '"entrypoint": "/app/cards/handoff-card.tsx",',
      '',
      "Missing required field: 'config.entrypoint'",
    ],
    [
      'a field the schema does not know',
      TAB_CARD,
      '"location"',
      '"place": "x", "location"',
      'additionalProperty: place',
    ],
    [
      'a page whose entrypoint lies elsewhere',
      INBOX_PAGE,
      '/app/pages/',
      '/app/cards/',
      'config.entrypoint: must match pattern',
    ],
    [
      'a scope Handrail does not need',
      'src/app/app-hsmeta.json',
      '"tickets"',
      '"files"',
      'config.auth.requiredScopes.6: must match a schema in anyOf',
    ],
    [
      'an origin on localhost',
      'src/hsprofile.example.json',
      'handrail.example.test',
      'localhost:3000',
      'config.permittedUrls.fetch.0: must match pattern',
    ],
    [
      'an origin without https',
      'src/hsprofile.example.json',
      'https:',
      'http:',
      'config.permittedUrls.fetch.0: must match pattern',
    ],
    [
      'a profile without API_ORIGIN',
      'src/hsprofile.example.json',
      'API_ORIGIN',
      'ORIGIN',
      'Missing value for API_ORIGIN',
    ],
    [
      'a workflow action at an address of nobody',
      CHECK_ACTION,
      '/workflow-actions/',
      '/actions/',
      'config.actionUrl: must match pattern',
    ],
    [
      'a workflow action on a record type HubSpot does not have',
      CHECK_ACTION,
      '"DEAL"',
      '"OPPORTUNITY"',
      'config.objectTypes.0: must be equal to one of the allowed values',
    ],
    ['an unknown platform version', 'hsproject.json', '2026.03', '2019.01', 'Unsupported platform version'],
  ])('%s', async (_, file, from, to, words) => {
    await edit(file, (text) => text.replace(from, to));
    expect(await refusal()).toContain(words);
  });

  it('an app that is installed by OAuth and sends people to localhost', async () => {
    await cp(path.join(PROJECT, 'oauth/app-hsmeta.json'), path.join(temp, 'src/app/app-hsmeta.json'));
    expect((await parse(temp)).skipped).toEqual([]);
    const local = '"http://localhost:3000/oauth/callback"';
    await edit('src/app/app-hsmeta.json', (text) => text.replace(/"[^"]+\/oauth\/callback"/, local));
    expect(await refusal()).toContain('config.auth.redirectUrls.0: must match pattern');
  });

  it('two cards with one uid', async () => {
    await edit(TAB_CARD, (text) => text.replace('handrail_card_tab', 'handrail_card_sidebar'));
    expect(await refusal()).toContain("Duplicate uid 'handrail_card_sidebar'");
  });

  it('an entrypoint that is not there', async () => {
    await edit(TAB_CARD, (text) => text.replace('handoff-card.tsx', 'gone.tsx'));
    expect((await parse(temp)).missingEntrypoints).toEqual(['/app/cards/gone.tsx']);
  });

  it('a card too deep in its folder, which HubSpot would skip without a word', async () => {
    await rename(
      path.join(temp, TAB_CARD),
      path.join(temp, 'src/app/cards/screens/handoff-card-hsmeta.json'),
    );
    expect((await parse(temp)).skipped).toEqual(['app/cards/screens/handoff-card-hsmeta.json']);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDelegationFile } from '../../server/cli/delegation/delegation-file.ts';
import { momentOf } from '../../server/cli/delegation/moment.ts';
import { readCsv } from '../../server/cli/delegation/read-csv.ts';
import { filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { runHandrail } from './run-handrail.ts';

const HEADER = 'from,to,starts,ends,reason';
const DAY = 24 * 60 * 60 * 1000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

describe('a moment as somebody writes it', () => {
  it.each<[string, 'start' | 'end', string, string | null]>([
    ['2026-11-27', 'start', 'UTC', '2026-11-27T00:00:00.000Z'],
    ['2026-11-27', 'end', 'UTC', '2026-11-28T00:00:00.000Z'],
    ['2026-11-27', 'start', 'Europe/Paris', '2026-11-26T23:00:00.000Z'],
    ['2026-11-27 17:30', 'end', 'Europe/Paris', '2026-11-27T16:30:00.000Z'],
    ['2026-11-27T17:30', 'start', 'Europe/Paris', '2026-11-27T16:30:00.000Z'],
    ['2026-11-27T17:30:00+09:00', 'start', 'Europe/Paris', '2026-11-27T08:30:00.000Z'],
    // The hour that daylight saving leaves out begins when the clocks are put forward.
    ['2026-03-29 02:30', 'start', 'Europe/Paris', '2026-03-29T01:00:00.000Z'],
    ['2026-02-30', 'start', 'UTC', null],
    ['2026-02-30T10:00:00Z', 'start', 'UTC', null],
    ['2026-11-27 24:30', 'start', 'UTC', null],
    ['27.11.2026', 'start', 'UTC', null],
    ['', 'start', 'UTC', null],
  ])('"%s" as %s in %s', (written, as, zone, instant) => {
    expect(momentOf(written, zone, as)).toBe(instant);
  });
});

describe('a CSV file', () => {
  it.each<[string, string, unknown]>([
    [
      'LF, CRLF and no last line end',
      'a,b\r\n1,2\n3,4',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'byte order mark and empty lines',
      '\uFEFFa,b\n\n1,2\n,\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes',
      '"a, b","say ""hi""", c \n"two\nlines",,x',
      [
        ['a, b', 'say "hi"', 'c'],
        ['two\nlines', '', 'x'],
      ],
    ],
  ])('with %s', (_name, source, fields) => {
    const records = readCsv(source);
    expect('message' in records ? records : records.map((record) => record.fields)).toEqual(fields);
  });

  it('names the line of a record that follows one of several lines, and of a fault', () => {
    expect(readCsv('a\n"1\n2"\n3')).toMatchObject([{ line: 1 }, { line: 2 }, { line: 4 }]);
    expect(readCsv('a\nb"c')).toMatchObject({ line: 2, message: expect.stringContaining('quote') });
    expect(readCsv('a\n"b\nc')).toMatchObject({ line: 2, message: expect.stringContaining('never closed') });
  });

  it('of absences tells everything that is wrong with it at once', () => {
    const file = readDelegationFile(
      `${HEADER}\nines,tom@x.example,2026-11-27,soon,Leave\na@x.example,b@x.example,2026-11-27\n`,
      'UTC',
    );
    expect(file).toMatchObject({
      ok: false,
      faults: [
        { line: 2, message: expect.stringContaining('"from" must be an e-mail address; it is "ines"') },
        { line: 2, message: expect.stringContaining('"ends" must be such as') },
        { line: 3, message: 'there are 3 values for 5 columns' },
      ],
    });
    for (const wrong of ['', HEADER, 'from,to\na,b', `${HEADER},boss\n1,2,3,4,5,6`]) {
      expect(readDelegationFile(wrong, 'UTC').ok).toBe(false);
    }
  });
});

describe('handrail delegation', () => {
  let folder: string;
  let test: TestServer;
  let environment: Record<string, string>;
  const INES = 'ines.moreau@northwind.example';
  const TOM = 'tom.becker@northwind.example';
  const PRIYA = 'priya.nair@northwind.example';

  /** A request that waits for Inès Moreau, in a data directory that the commands then open. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handrail-delegation-'));
    test = await startTestServer({ variables: { HANDRAIL_DATA_DIR: join(folder, 'data') } });
    await test.as('maya.chen').card(CARD_ROUTES.requests, filledForm(await test.makeDeal()));
    await test.server.close();
    environment = {
      HANDRAIL_DATA_DIR: join(folder, 'data'),
      HUBSPOT_PORTAL_ID: test.env.hubspot.portalId,
      HUBSPOT_ACCESS_TOKEN: test.env.hubspot.accessToken,
      HUBSPOT_API_ORIGIN: test.portal.origin,
    };
  }, 60_000);
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true });
  });

  const handrail = (...args: string[]) => runHandrail(args, environment);
  const importing = async (lines: readonly string[], ...options: string[]) => {
    const path = join(folder, 'absences.csv');
    await writeFile(path, `${HEADER}\n${lines.join('\n')}\n`);
    return handrail('delegation', 'import', path, '--by', PRIYA, ...options);
  };

  it('imports a file as a whole or not at all, and says which lines are wrong', async () => {
    const good = `${INES},${TOM},${dayFromNow(-1)},${dayFromNow(5)},"Parental leave, part one"`;
    const refused = await importing([
      good,
      `${TOM},${INES},${dayFromNow(0)},${dayFromNow(2)},A circle`,
      `nobody@northwind.example,${TOM},${dayFromNow(0)},${dayFromNow(2)},Unknown`,
      `${INES},${TOM},${dayFromNow(4)},${dayFromNow(9)},Overlaps`,
    ]);
    expect(refused.code).toBe(1);
    expect(refused.out.split('\n').map((line) => line.split(':')[0])).toEqual([
      'Nothing was changed.',
      'line 3',
      'line 4',
      'line 5',
      '',
    ]);
    expect((await handrail('delegation', 'list')).out).toBe('Nobody is away, now or later.\n');

    const taken = await importing([good]);
    expect(taken).toMatchObject({
      code: 0,
      out: expect.stringContaining('that stand now: 1.'),
    });
    // The same file once more changes nothing.
    const again = JSON.parse((await importing([good], '--json')).out);
    expect(again).toMatchObject({
      ok: true,
      delegations: [{ delegator: { email: INES } }],
    });
    const listed = JSON.parse((await handrail('delegation', 'list', '--json')).out);
    expect(listed).toMatchObject([{ reason: 'Parental leave, part one', setBy: { email: PRIYA } }]);
  }, 120_000);

  it('adds one, warns that its delegate is away too, ends one; all of it is in the trail without the reason', async () => {
    const added = await handrail(
      ...['delegation', 'add', '--from', PRIYA, '--to', INES, '--by', PRIYA, '--reason', 'Conference'],
      ...['--starts', dayFromNow(2), '--ends', dayFromNow(3), '--time-zone', 'Europe/Paris', '--json'],
    );
    expect(added.code).toBe(0);
    const { delegation } = JSON.parse(added.out);
    const { out } = await handrail('delegation', 'list');
    expect(out).toContain('Tom Becker for Inès Moreau');
    expect(out).toContain(
      `nobody stands in from ${delegation.from} to ${delegation.until}: Inès Moreau is away too`,
    );

    const ended = await handrail('delegation', 'end', delegation.delegationId, '--by', PRIYA);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('does not stand in') });
    const unknown = await handrail('delegation', 'end', 'nothing', '--by', PRIYA, '--json');
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.out)).toMatchObject({ ok: false, errors: [{ code: 'delegation_not_found' }] });
    expect((await handrail('delegation', 'list', '--all')).out).toContain('ended early by Priya Nair');

    const { out: trail } = await handrail('audit', 'show');
    expect(trail).toContain('"type":"delegation_set"');
    expect(trail).toContain('"type":"delegation_ended"');
    expect(trail).not.toContain('Parental leave');
    expect(trail).not.toContain('Conference');
    expect((await handrail('audit', 'verify')).code).toBe(0);
  }, 120_000);

  it('says how it is used, and refuses wrong usage', async () => {
    const help = await handrail('delegation', 'import', '--help');
    expect(help.out).toContain('Columns: from, to, starts, ends, reason.');
    expect(help.out).toContain('Exit codes:');
    const wrong = await handrail(
      ...['delegation', 'add', '--from', INES, '--to', TOM, '--by', PRIYA, '--reason', 'x'],
      ...['--starts', 'tomorrow', '--ends', '2027-01-01'],
    );
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--starts must be a day') });
    expect((await handrail('delegation', 'import', 'nowhere.csv', '--by', PRIYA)).code).toBe(2);
  }, 120_000);
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCsv, writeCsv } from '../../../sandbox/salesforce/bulk/csv.ts';

describe('CSV of bulk jobs', () => {
  it.each([
    [
      'plain rows',
      'Id,Name\n1,A\n2,B\n',
      '\n',
      [
        { Id: '1', Name: 'A' },
        { Id: '2', Name: 'B' },
      ],
    ],
    ['a last line without its end', 'Id\n1', '\n', [{ Id: '1' }]],
    ['CRLF', 'Id,Name\r\n1,A\r\n', '\r\n', [{ Id: '1', Name: 'A' }]],
    [
      'quotes, commas and line ends in quotes',
      'Id,Name\n1,"A ""b"", c\nd"\n',
      '\n',
      [{ Id: '1', Name: 'A "b", c\nd' }],
    ],
    ['an empty field at the end', 'Id,Name\n1,\n', '\n', [{ Id: '1', Name: '' }]],
    ['an empty last field without a line end', 'Id,Name\n1,', '\n', [{ Id: '1', Name: '' }]],
    ['empty lines', 'Id\n1\n\n2\n', '\n', [{ Id: '1' }, { Id: '2' }]],
    ['a byte order mark', '\uFEFFId\n1\n', '\n', [{ Id: '1' }]],
  ] as const)('reads %s', (_, text, lineEnd, rows) => {
    expect(parseCsv(text, lineEnd).rows).toEqual(rows);
  });

  it.each([
    ['a quote that is not closed', 'Id\n"1\n'],
    ['text behind a closing quote', 'Id\n"1"2\n'],
    ['a row that is too short', 'Id,Name\n1\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseCsv(text, '\n')).toThrow(SyntaxError);
  });

  it('reads back whatever it wrote', () => {
    const name = fc.stringMatching(/^[A-Za-z]\w{0,8}$/);
    const table = fc.uniqueArray(name, { minLength: 2, maxLength: 4 }).chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        rows: fc.array(
          fc
            .tuple(
              ...columns.map(() => fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') })),
            )
            .map((fields) => Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']))),
        ),
      }),
    );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (one, lineEnd) => {
        expect(parseCsv(writeCsv(one, lineEnd), lineEnd)).toEqual(one);
      }),
    );
  });
});

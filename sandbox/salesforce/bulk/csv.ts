/** A row by its column names. */
export type CsvRow = Readonly<Record<string, string>>;

/** The CSV of a bulk job: its columns, and its rows in order. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads CSV of RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. Empty lines are passed over.
 *
 * @param lineEnd what ends a row outside quotes
 * @throws SyntaxError for a quote that is not closed, or a row with another number of fields than the first
 */
export function parseCsv(text: string, lineEnd: '\n' | '\r\n'): CsvTable {
  const [columns = [], ...lines] = readLines(text, lineEnd);
  const rows = lines.map((fields, at) => {
    if (fields.length !== columns.length) {
      throw new SyntaxError(`row ${at + 1} has ${fields.length} fields and not ${columns.length}`);
    }
    return Object.fromEntries(columns.map((name, place) => [name, fields[place] ?? '']));
  });
  return { columns, rows };
}

/** Writes CSV with every field in quotes, as the org's results have it. */
export function writeCsv({ columns, rows }: CsvTable, lineEnd: '\n' | '\r\n'): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))];
  return lines.map((fields) => fields.map(quoted).join(',') + lineEnd).join('');
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}

function readLines(text: string, lineEnd: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const [field, end] = readField(text, at, lineEnd);
    line.push(field);
    at = end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length && !text.startsWith(lineEnd, at)) continue;
      line.push('');
    }
    at += lineEnd.length;
    if (line.length > 1 || line[0] !== '') lines.push(line);
    line = [];
  }
  return lines;
}

/** @returns the field, and where what ends it begins */
function readField(text: string, start: number, lineEnd: string): readonly [string, number] {
  if (text[start] !== '"') {
    const ends = [text.indexOf(',', start), text.indexOf(lineEnd, start)].filter((end) => end !== -1);
    const end = Math.min(...ends, text.length);
    return [text.slice(start, end), end];
  }
  let field = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new SyntaxError('a quote is not closed');
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [field, endOfField(text, quote + 1, lineEnd)];
    field += '"';
    at = quote + 2;
  }
}

function endOfField(text: string, at: number, lineEnd: string): number {
  if (at === text.length || text[at] === ',' || text.startsWith(lineEnd, at)) return at;
  throw new SyntaxError('something follows a closing quote');
}

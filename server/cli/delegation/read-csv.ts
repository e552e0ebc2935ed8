/** One record of a CSV file, with the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What is wrong with a file, where. */
export interface CsvFault {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads CSV as RFC 4180 has it: commas, quotes around what holds a comma, a quote or a line break, two quotes for one.
 * A byte order mark and empty lines are left out; LF counts as a line end as well as CRLF.
 */
export function readCsv(text: string): readonly CsvRecord[] | CsvFault {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted: 'no' | 'open' | 'closed' = 'no';
  let line = 1;
  let begin = 1;
  const source = text.replace(/^\uFEFF/, '');

  function endField(): void {
    fields.push(quoted === 'no' ? field.trim() : field);
    field = '';
    quoted = 'no';
  }
  function endRecord(): void {
    endField();
    if (fields.some((one) => one !== '')) records.push({ line: begin, fields });
    fields = [];
  }

  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\n') line += 1;
    if (quoted === 'open') {
      if (character !== '"') field += character;
      else if (source.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = 'closed';
    } else if (character === '"' && quoted === 'no' && field.trim() === '') {
      quoted = 'open';
      field = '';
    } else if (character === ',') endField();
    else if (character === '\n') {
      endRecord();
      begin = line;
    } else if (character === '\r' || (quoted === 'closed' && character === ' ')) {
      // A carriage return belongs to the line end; space after a closing quote means nothing.
    } else if (quoted === 'closed' || character === '"') {
      return { line, message: 'a quote stands where none belongs; write two for one inside quotes' };
    } else field += character;
  }
  if (quoted === 'open') return { line: begin, message: 'a quote is opened and never closed' };
  if (field !== '' || fields.length > 0) endRecord();
  return records;
}

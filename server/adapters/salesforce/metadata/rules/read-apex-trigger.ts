import type { Automation, FieldNames } from '../../../../../src/domain/guard/automation.ts';
import { BEGINNING, ruleAutomation } from './rule-automation.ts';

const HEAD = /\btrigger\s+(\w+)\s+on\s+(\w+)\s*\(([^)]*)\)/i;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/**
 * An Apex trigger. Code is not judged: it is listed for a person to read, with the governed fields it names.
 *
 * @param name the name of the file
 * @param isActive false when its description says so
 */
export function readApexTrigger(
  name: string,
  code: string,
  isActive: boolean,
  names: FieldNames,
): Automation {
  const plain = code.replace(COMMENTS, ' ');
  const [, , object = 'unknown', events = ''] = HEAD.exec(plain) ?? [];
  const words = new Map([...plain.matchAll(/\w+/g)].map(([word]) => [word.toLowerCase(), word]));
  const touched = [...names.governed.keys()].flatMap((field) => words.get(field) ?? []);
  const when = events.replace(/\s+/g, ' ').trim();
  const what = `the Apex trigger on ${object}${when === '' ? '' : ` (${when})`}, which ${
    touched.length > 0 ? `names ${touched.join(', ')},` : 'names no governed field itself,'
  }`;
  return ruleAutomation({
    id: `${name} (Apex trigger)`,
    name,
    object,
    enabled: isActive,
    entry: null,
    nodes: [
      { kind: 'harmless', id: BEGINNING, next: [name] },
      { kind: 'opaque', id: name, what, next: [] },
    ],
  });
}

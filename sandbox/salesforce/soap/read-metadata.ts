import type { KeptComponent } from '../metadata/metadata-shelf.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { elements } from './envelope.ts';
import { requireType } from './list-metadata.ts';
import type { SoapCall } from './operations.ts';

/** The real call takes so many names. */
const MOST_NAMES = 10;

/** Components by their names; an empty record for each that the org does not have or hides. */
export function readMetadata({ face, body }: SoapCall): readonly string[] {
  const { name } = requireType(body.textOf('type') ?? '');
  const fullNames = body.all('fullNames').map(({ text }) => text);
  if (fullNames.length > MOST_NAMES) {
    throw new SalesforceError(
      500,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MOST_NAMES} records into this operation`,
    );
  }
  const records = fullNames.map((fullName) => {
    const found = face.org.core.metadata.find(name, fullName);
    return found && found.namespace === undefined ? recordOf(found) : '<records xsi:nil="true"/>';
  });
  return [records.join('')];
}

/** What is read of a flow is its latest version, be it active or not. */
function recordOf({ type, fullName, content, draft }: KeptComponent): string {
  const inside = /<(\w+)[^>]*>([\s\S]*)<\/\1>\s*$/.exec((draft ?? content).replace(/^\s*<\?xml[^>]*\?>/, ''));
  // White space between elements is not part of a record.
  const inner = (inside?.[2] ?? '').replace(/>\s+</g, '><').trim();
  const named = inner.startsWith('<fullName>') ? '' : elements({ fullName });
  return `<records xsi:type="${type}">${named}${inner}</records>`;
}

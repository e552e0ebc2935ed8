import { strToU8, zipSync } from 'fflate';
import { gatherFiles } from '../deploy/gather-files.ts';
import { writeFile } from '../deploy/write-xml.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { makeRecordId } from '../store/record-ids.ts';
import { elements } from './envelope.ts';
import { fileProperties } from './file-properties.ts';
import type { SoapCall } from './operations.ts';

/** Gathers what a manifest names. What it finds is asked for by `checkRetrieveStatus`. */
export function retrieve({ face, userId, body, retrievals }: SoapCall): readonly string[] {
  const request = body.one('request');
  const manifest = request?.one('unpackaged');
  if (!request || !manifest) {
    throw new SalesforceError(
      500,
      'soapenv:Client',
      'The sandbox org retrieves by manifest alone: unpackaged',
    );
  }
  const members = manifest.all('types').flatMap((types) => {
    const type = types.textOf('name') ?? '';
    // A folder may be named with its slash.
    return types.all('members').map(({ text }) => ({ type, fullName: text.replace(/\/$/, '') }));
  });
  const { core } = face.org;
  const { files, components, problems } = gatherFiles(core, members);
  const id = makeRecordId('09S', retrievals.size + 1);
  const folder = request.flag('singlePackage') ? '' : 'unpackaged/';
  const all = [...files, ['package.xml', writeFile('Package', manifest)] as const];
  const entries = all.map(([path, text]) => [`${folder}${path}`, strToU8(text)] as const);
  const at = new Date(core.clock.now()).toISOString();
  const properties = components.map(({ type, fullName, fileName }) => ({
    type,
    fullName,
    fileName: `${folder}${fileName}`,
    id: core.metadata.find(type, fullName)?.id ?? '',
    namespace: undefined,
  }));
  retrievals.set(
    id,
    elements({ done: true }) +
      properties
        .map((one) => `<fileProperties>${fileProperties(one, userId, at)}</fileProperties>`)
        .join('') +
      elements({ id }) +
      problems
        .map((problem) => elements({ fileName: `${folder}package.xml`, problem }))
        .map((inner) => `<messages>${inner}</messages>`)
        .join('') +
      elements({
        status: 'Succeeded',
        success: true,
        zipFile: Buffer.from(zipSync(Object.fromEntries(entries))).toString('base64'),
      }),
  );
  return [elements({ done: false, id, state: 'Queued' })];
}

/** What a retrieval found, as a zip in base64. */
export function checkRetrieveStatus({ body, retrievals }: SoapCall): readonly string[] {
  const found = retrievals.get(body.textOf('asyncProcessId') ?? '');
  if (found === undefined) {
    throw new SalesforceError(500, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  return [found];
}

import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type { AutomationPort, AutomationReading } from '../../../../src/ports/automations.ts';
import type { SalesforceClient } from '../client.ts';
import { type MetadataDocument, readDocuments } from '../metadata/read-documents.ts';
import { readOrg, readSomeFlows } from './read-org.ts';

export interface SalesforceAutomationsOptions {
  readonly client: SalesforceClient;
  readonly names: FieldNames;
  /** Told what a reading of all has found, such as to propose changes to it. */
  readonly onRead?: (documents: readonly MetadataDocument[]) => void;
}

/**
 * The automation of one org, read and judged as files of it would be. Only what is on is read; a flow is the active
 * version of it, whatever stands in a newer draft.
 */
export function createSalesforceAutomations({
  client,
  names,
  onRead = () => {},
}: SalesforceAutomationsOptions): AutomationPort {
  return {
    names,
    async readAll(onProgress = () => {}) {
      const documents = await readOrg(client, onProgress);
      onRead(documents);
      return readDocuments(documents, names);
    },

    async readSome(ids) {
      const flows = readDocuments(await readSomeFlows(client, new Set(ids)), names);
      if (ids.every((id) => flows.some((reading) => idOf(reading) === id))) return flows;
      // Rules share files and actions: who asks for one gets all.
      const readings = readDocuments(await readOrg(client, () => {}), names);
      const missing = ids.filter((id) => !readings.some((reading) => idOf(reading) === id));
      return [...readings, ...missing.map(notThere)];
    },
  };
}

function idOf(reading: AutomationReading): string {
  return reading.kind === 'read' ? reading.automation.id : reading.id;
}

function notThere(id: string): AutomationReading {
  const why = 'the org has no automation of this name that is on';
  return { kind: 'unreadable', id, name: id, why, gone: true };
}

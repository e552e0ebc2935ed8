import { readdirSync, readFileSync } from 'node:fs';
import { salesforceFieldNames } from '../../../server/adapters/salesforce/metadata/field-names.ts';
import {
  type MetadataFile,
  readMetadata,
} from '../../../server/adapters/salesforce/metadata/read-metadata.ts';
import { coverageOf } from '../../../src/application/check-coverage.ts';
import type { Coverage } from '../../../src/domain/guard/coverage.ts';

const FOLDER = new URL('corpus/', import.meta.url);

/** Every file of the corpus. */
export function readSalesforceCorpus(): readonly MetadataFile[] {
  return readdirSync(FOLDER).map((file) => ({ file, content: readFileSync(new URL(file, FOLDER), 'utf8') }));
}

/** Analyses metadata files as one org; what is said, by the automation's id. */
export function analyseMetadata(files: readonly MetadataFile[]): ReadonlyMap<string, Coverage> {
  const names = salesforceFieldNames();
  const coverages = coverageOf(readMetadata(files, names), names);
  return new Map(coverages.map((coverage) => [coverage.automationId, coverage]));
}

import type { ReadingProgress } from '../../../../src/ports/automations.ts';
import { sha256 } from '../../system/sha256.ts';
import type { SalesforceClient } from '../client.ts';
import type { MetadataDocument } from '../metadata/read-documents.ts';
import { all, text } from '../metadata/xml-shape.ts';
import { listFlows } from './list-flows.ts';
import { readFlows } from './read-flows.ts';
import { listRules, readRules } from './read-rules.ts';
import { readTriggers } from './read-triggers.ts';

/**
 * All automation of an org that is on: flows and processes, rules, Apex triggers. Calls go one after the other: the
 * day's calls are shared with everything else. What the org lists and does not show comes with the reason.
 *
 * @throws CrmError `unavailable`; `refused` when the flows cannot even be listed
 */
export async function readOrg(
  client: SalesforceClient,
  onProgress: (progress: ReadingProgress) => void,
): Promise<readonly MetadataDocument[]> {
  onProgress({ done: 0, total: null });
  const flows = await listFlows(client);
  const { rules, hidden } = await listRules(client);
  const total = flows.length + rules.length;
  onProgress({ done: 0, total });
  const readFlowDocuments = await readFlows(client, flows, (done) => onProgress({ done, total }));
  const readRuleDocuments = await readRules(client, rules, (done) =>
    onProgress({ done: flows.length + done, total }),
  );
  const triggers = await readTriggers(client);
  return [...withRevisions(readFlowDocuments), ...readRuleDocuments, ...hidden, ...triggers];
}

/**
 * Some flows of an org, and those that they call, however far that goes.
 *
 * @returns nothing for names that are no flow that is on
 * @throws CrmError `unavailable`, `refused`
 */
export async function readSomeFlows(
  client: SalesforceClient,
  names: ReadonlySet<string>,
): Promise<readonly MetadataDocument[]> {
  const listed = new Map((await listFlows(client)).map((flow) => [flow.name, flow]));
  const read = new Map<string, MetadataDocument>();
  let wanted: readonly string[] = [...names];
  while (wanted.length > 0) {
    const flows = wanted.flatMap((name) => listed.get(name) ?? []);
    for (const one of await readFlows(client, flows)) read.set(one.name, one);
    const called = [...read.values()].flatMap(callsOf);
    wanted = [...new Set(called)].filter((name) => listed.has(name) && !read.has(name));
  }
  return withRevisions([...read.values()]);
}

/** The names of the flows that one calls. */
function callsOf(one: MetadataDocument): readonly string[] {
  if (!('document' in one)) return [];
  return all(one.document, 'subflows').flatMap((call) => text(call, 'flowName') ?? []);
}

/** What a flow does changes with the flows it calls, so its revision does too. */
function withRevisions(flows: readonly MetadataDocument[]): readonly MetadataDocument[] {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  return flows.map((flow) => {
    if (flow.revision === undefined) return flow;
    const called = new Set<string>();
    const queue = [...callsOf(flow)];
    for (const name of queue) {
      if (called.has(name)) continue;
      called.add(name);
      const next = byName.get(name);
      if (next) queue.push(...callsOf(next));
    }
    if (called.size === 0) return flow;
    const versions = [...called].toSorted().map((name) => `${name} ${byName.get(name)?.revision ?? 'none'}`);
    return { ...flow, revision: `${flow.revision}+${sha256(versions.join('\n')).slice(0, 8)}` };
  });
}

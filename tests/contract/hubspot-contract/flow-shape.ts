import { FACTS } from './facts.ts';

/** Checks exchanges about workflows, of which only field names are known. Each finding names its place. */
export function flowMisfits(operation: string, body: unknown, reply: unknown): string[] {
  switch (operation) {
    case 'GET /automation/v4/flows':
      return pageMisfits(reply);
    case 'GET /automation/v4/flows/{flowId}':
      return documentMisfits(reply, 'reply');
    case 'POST /automation/v4/flows':
      return documentMisfits(reply, 'reply');
    case 'PUT /automation/v4/flows/{flowId}':
      return [...putMisfits(body), ...documentMisfits(reply, 'reply')];
    case 'POST /automation/v4/flows/batch/read':
      return [...batchMisfits(body), ...eachResult(reply, documentMisfits)];
    case 'DELETE /automation/v4/flows/{flowId}':
      return reply === undefined ? [] : ['reply is not empty'];
    default:
      return ['no row says what this operation takes and answers'];
  }
}

function pageMisfits(reply: unknown): string[] {
  return eachResult(reply, (summary, place) => fieldMisfits(FACTS.flows.summaryFields, summary, place));
}

function documentMisfits(value: unknown, place: string): string[] {
  return fieldMisfits(fieldsOf(value), value, place);
}

/** A PUT replaces everything: what it leaves out is cleared, and read-only fields are refused. */
function putMisfits(body: unknown): string[] {
  const { putRequired, putMustDrop } = FACTS.flows;
  const isContact = objectOf(body)?.type === 'CONTACT_FLOW';
  const required = new Set([...putRequired.common, ...(isContact ? putRequired.CONTACT_FLOW : [])]);
  const names = fieldsOf(body)
    .map((name) => name.replace(/\?$/, ''))
    .filter((name) => !putMustDrop.includes(name))
    .map((name) => (required.has(name) ? name : `${name}?`));
  return fieldMisfits(names, body, 'body');
}

function batchMisfits(body: unknown): string[] {
  const inputs = objectOf(body)?.inputs;
  if (!Array.isArray(inputs)) return ['body.inputs is no list'];
  return inputs.flatMap((input: unknown, at) => {
    const { type, flowId, ...rest } = objectOf(input) ?? {};
    const isRight = type === 'FLOW_ID' && typeof flowId === 'string' && Object.keys(rest).length === 0;
    return isRight ? [] : [`body.inputs[${at}] is not {type: FLOW_ID, flowId}`];
  });
}

function eachResult(reply: unknown, check: (one: unknown, place: string) => string[]): string[] {
  const results = objectOf(reply)?.results;
  if (!Array.isArray(results)) return ['reply.results is no list'];
  return results.flatMap((one: unknown, at) => check(one, `reply.results[${at}]`));
}

function fieldsOf(flow: unknown): readonly string[] {
  const { common, CONTACT_FLOW, PLATFORM_FLOW } = FACTS.flows.flow;
  return [...common, ...(objectOf(flow)?.type === 'CONTACT_FLOW' ? CONTACT_FLOW : PLATFORM_FLOW)];
}

/** The fields that are missing or unknown, by a list of names where a trailing `?` marks an optional one. */
export function fieldMisfits(names: readonly string[], value: unknown, place: string): string[] {
  const object = objectOf(value);
  if (!object) return [`${place} is no record`];
  const known = names.map((name) => name.replace(/\?$/, ''));
  return [
    ...names
      .filter((name) => !name.endsWith('?') && !(name in object))
      .map((name) => `${place}.${name} is missing`),
    ...Object.keys(object)
      .filter((name) => !known.includes(name))
      .map((name) => `${place}.${name} is unknown`),
  ];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

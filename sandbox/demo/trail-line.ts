import { z } from 'zod';

const Entry = z.object({ seq: z.number(), hash: z.string(), body: z.string() });
const Body = z.object({
  at: z.string(),
  type: z.string(),
  actor: z.object({ kind: z.string(), userId: z.string().optional() }),
  data: z.record(z.string(), z.unknown()),
});

/** What of an entry's data is told, where it has it. */
const TOLD = ['kind', 'outcome', 'code', 'reason', 'verdict'];

/**
 * One entry of `handrail audit show --json` in a line that people can read.
 *
 * @param nameOf what the CRM calls the user with an id
 */
export function trailLine(json: string, nameOf: (userId: string) => string): string {
  const { seq, hash, body } = Entry.parse(JSON.parse(json));
  const { at, type, actor, data } = Body.parse(JSON.parse(body));
  const who = actor.userId === undefined ? 'Handrail' : nameOf(actor.userId);
  const told = TOLD.flatMap((name) => (typeof data[name] === 'string' ? [spaced(data[name])] : []));
  const what = [spaced(type), ...told].join(', ');
  return `#${seq} ${at.slice(11, 19)} ${who}: ${what} (${hash.slice(0, 12)}…)`;
}

function spaced(word: string): string {
  return word.replaceAll('_', ' ');
}

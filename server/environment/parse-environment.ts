import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Variables by name, as in `process.env`. */
export type Source = Readonly<Record<string, string | undefined>>;

type Parsed<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** An environment that cannot be used. Names variables and what they must be, never their values. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A word that nobody may see. */
export const secret = (purpose: string) =>
  z
    .string(`is missing: ${purpose}`)
    .min(8, 'is too short to be real')
    .regex(/^\S+$/, 'must not contain white space');

/** An origin such as `https://handrail.example.com`: https, or http on this machine. */
export const origin = z
  .string()
  .refine((text) => URL.canParse(text), 'must be a URL, such as https://handrail.example.com')
  .transform((text) => new URL(text))
  .refine(
    ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)),
    'must begin with https:// (http:// only on this machine)',
  )
  .refine(
    ({ pathname, search, hash, username, password }) =>
      pathname === '/' && search + hash + username + password === '',
    'must be an origin: no path, query or credentials',
  )
  .transform((url) => url.origin);

/** The number of a HubSpot account. */
export const portalId = z
  .string('is missing: the id of the HubSpot account')
  .regex(/^[1-9]\d{0,14}$/, 'must be the number of a HubSpot account');

/**
 * @param together finds what is wrong between variables
 * @throws EnvironmentError with every problem at once
 */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Source,
  together: (set: Source) => readonly string[] = () => [],
): Parsed<Shape> {
  const set = setVariables(source);
  const parsed = z.object(shape).safeParse(set);
  const problems = [
    ...(parsed.error?.issues ?? []).map(
      ({ path: [name], message }) => `${String(name)} ${message.replace(/^Invalid/, 'is no valid')}`,
    ),
    ...together(set),
  ];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new EnvironmentError(problems);
}

/**
 * Runs both and gives both results.
 *
 * @throws EnvironmentError with the problems of both at once
 */
export function parseBoth<A, B>(first: () => A, second: () => B): [A, B] {
  const [a, b] = [attempt(first), attempt(second)];
  if (a.ok && b.ok) return [a.value, b.value];
  throw new EnvironmentError([...new Set([...(a.ok ? [] : a.problems), ...(b.ok ? [] : b.problems)])]);
}

function attempt<T>(parse: () => T) {
  try {
    return { ok: true, value: parse() } as const;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { ok: false, problems: error.problems } as const;
  }
}

/** A variable that is set to nothing counts as not set, as in a shell. */
export function setVariables(source: Source): Source {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
}

import { z } from 'zod';
import { MANAGED_PEOPLE, type Role, type RoleSource } from '../../../src/domain/policy/role.ts';
import { factName } from './condition-schema.ts';
import { block, isBlock, oneOfWays } from './issue-in-words.ts';
import { oneLineEach, people } from './people-schema.ts';
import { ID, ID_WORDS, text } from './text-schema.ts';

const peopleByValue = z.record(z.string(), people).superRefine(oneLineEach);

const fixedRole = block({ label: text, people });
const roleByFact = block({ label: text, by: factName, people: peopleByValue, otherwise: people }).transform(
  (raw) => ({ label: raw.label, byFact: { fact: raw.by, people: raw.people }, otherwise: raw.otherwise }),
);

const teamByFact = block({
  by: factName,
  teams: z.record(z.string(), text).superRefine(oneLineEach).optional(),
}).transform(
  ({ by, teams }): RoleSource => ({ kind: 'team_lead_by_fact', fact: by, ...(teams && { teams }) }),
);
const oneTeam = text.transform((team): RoleSource => ({ kind: 'team_lead', team }));
const ledTeam = oneOfWays<RoleSource>((value) => (isBlock(value) ? teamByFact : oneTeam));

type SourcedBody = {
  readonly label: string;
  readonly source: RoleSource;
  readonly otherwise: readonly string[];
};
const sourced = (raw: { label: string; otherwise: readonly string[] }, source: RoleSource): SourcedBody => ({
  label: raw.label,
  source,
  otherwise: raw.otherwise,
});

const teamRole = block({ label: text, from_team: text, otherwise: people }).transform((raw) =>
  sourced(raw, { kind: 'team', team: raw.from_team }),
);
const leadRole = block({ label: text, lead_of: ledTeam, otherwise: people }).transform((raw) =>
  sourced(raw, raw.lead_of),
);
const managerRole = block({
  label: text,
  manager_of: z.enum(MANAGED_PEOPLE),
  otherwise: people,
}).transform((raw) => sourced(raw, { kind: 'manager', of: raw.manager_of }));

type RoleBody = z.output<typeof fixedRole> | z.output<typeof roleByFact> | SourcedBody;
const role = oneOfWays<RoleBody>((value) => {
  if (!isBlock(value)) return fixedRole;
  if ('from_team' in value) return teamRole;
  if ('lead_of' in value) return leadRole;
  if ('manager_of' in value) return managerRole;
  return 'by' in value || 'otherwise' in value ? roleByFact : fixedRole;
});

/** `roles.yml`: roles by id. */
export const rolesSchema = z
  .record(z.string().regex(ID, { error: `must be ${ID_WORDS}.` }), role)
  .transform((roles): readonly Role[] => Object.entries(roles).map(([id, body]) => ({ id, ...body })));

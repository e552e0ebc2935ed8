import { GOVERNED_FIELDS, OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { STANDARD_WATCH, type WatchSettings } from '../../../src/domain/watch/watch-settings.ts';
import { block, didYouMean } from './issue-in-words.ts';
import { text } from './text-schema.ts';

const ownFieldRule = z.enum(['put_back', 'adopt']);

/** A list without a word that stands in it twice. */
function once<T extends z.ZodType>(item: T) {
  return z.array(item).refine((list) => new Set(list).size === list.length, {
    error: 'names something twice. Write each once.',
  });
}

/** `watch.yml`. @param roles ids of roles.yml */
export function watchSchema(roles: readonly string[]) {
  const role = text.superRefine((id, context) => {
    if (roles.includes(id)) return;
    context.addIssue(`there is no role "${id}".${didYouMean(id, roles)} Write one of: ${roles.join(', ')}.`);
  });
  const { putBack, otherSystems, overrides, ownFields, raiseTo } = STANDARD_WATCH;
  return block({
    put_back: block({
      at_most: z.int().min(0).max(20).default(putBack.atMost),
      within_hours: z.int().min(1).max(720).default(putBack.withinHours),
    }).optional(),
    other_systems: z.enum(['raise', 'put_back']).default(otherSystems),
    overrides: block({
      object_types: once(z.enum(OBJECT_TYPES)).default([...overrides.objectTypes]),
      fields: once(z.enum(GOVERNED_FIELDS)).default([...overrides.fields]),
      may_change: once(role).default([...overrides.mayChange]),
      ask_within_days: z.int().min(0).max(30).default(overrides.askWithinDays),
    }).optional(),
    own_fields: block({
      hold: ownFieldRule.default(ownFields.hold),
      others: ownFieldRule.default(ownFields.others),
    }).optional(),
    raise_to: role.default(raiseTo),
  }).transform(
    (given): WatchSettings => ({
      putBack: given.put_back
        ? { atMost: given.put_back.at_most, withinHours: given.put_back.within_hours }
        : putBack,
      otherSystems: given.other_systems,
      overrides: given.overrides
        ? {
            objectTypes: given.overrides.object_types,
            fields: given.overrides.fields,
            mayChange: given.overrides.may_change,
            askWithinDays: given.overrides.ask_within_days,
          }
        : overrides,
      ownFields: given.own_fields ?? ownFields,
      raiseTo: given.raise_to,
    }),
  );
}

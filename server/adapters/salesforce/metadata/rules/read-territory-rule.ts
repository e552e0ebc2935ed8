import type { Automation } from '../../../../../src/domain/guard/automation.ts';
import { flag, text, type XmlObject } from '../xml-shape.ts';
import { BEGINNING, ruleAutomation } from './rule-automation.ts';

/**
 * A territory assignment rule. It changes no field of the account: it puts the account into a territory, and with it
 * the opportunities that follow. What that does to who works on them is for a person to say.
 *
 * @param name such as `EMEA.North`: model and rule
 */
export function readTerritoryRule(name: string, document: XmlObject): Automation {
  const object = text(document, 'objectType') ?? 'Account';
  return ruleAutomation({
    id: `${name} (territory rule)`,
    name: text(document, 'name') ?? name,
    object,
    enabled: flag(document, 'active'),
    entry: null,
    nodes: [
      { kind: 'harmless', id: BEGINNING, next: [name] },
      {
        kind: 'opaque',
        id: name,
        what: 'the assignment to a territory, which moves who may work on it,',
        next: [],
      },
    ],
  });
}

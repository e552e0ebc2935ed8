import { expect } from '@jest/globals';
import type { Rejection, RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';

/** The time of every command in these stories, and of every event before it. */
export const NOW = '2026-11-03T10:00:00.000Z';

type Expected = readonly RequestEvent[] | Pick<Rejection, 'code'> | Rejection;

/** `given(events).when(command).thenExpect(events or a rejection)`. */
export function given(events: readonly RequestEvent[]) {
  return {
    when: (command: RequestCommand) => ({
      thenExpect: (expected: Expected): void => {
        const outcome = decide(command, evolveAll({ status: 'none' }, events), new Date(NOW));
        if ('code' in expected) {
          expect(outcome).toMatchObject({ ok: false, rejection: expected });
        } else {
          expect(outcome).toEqual({ ok: true, events: expected });
        }
      },
    }),
  };
}

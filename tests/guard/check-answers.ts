import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { CHECK_ACTION } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { answerHold } from '../../src/domain/guard/hold-answer.ts';

const HOLD = 'handoff_routing_hold';
const callSchema = z.object({ object: z.object({ properties: z.record(z.string(), z.string()) }) });

/** Answers checks of worlds that have no store: by the tag alone, with the function that the server answers with. */
export async function startCheckAnswers() {
  const server = createServer(async (request, response) => {
    const { object } = callSchema.parse(await json(request));
    const tag = object.properties[HOLD] === 'true' ? 'on' : 'off';
    const { onHold } = answerHold({ own: null, groups: [] }, tag);
    response.end(JSON.stringify({ outputFields: { on_hold: String(onHold) } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    action: {
      ...CHECK_ACTION,
      actionUrl: `http://127.0.0.1:${address.port}/`,
      objectProperties: [HOLD],
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

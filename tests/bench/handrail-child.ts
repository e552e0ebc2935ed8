// Handrail as `npm start` runs it, in a process of its own.

import { readServerEnvironment } from '../../server/env.ts';
import { startServer } from '../../server/start-server.ts';
import { answerParent, cpuMilliseconds } from './answer-parent.ts';
import { watchCrmWaits } from './watch-crm-waits.ts';

const takeCrmWaits = watchCrmWaits();
const server = await startServer(readServerEnvironment());
answerParent(
  { origin: server.origin, metricsOrigin: server.metricsOrigin },
  { take: () => ({ cpuMs: cpuMilliseconds(), crmWaits: takeCrmWaits() }) },
  () => server.close(),
);

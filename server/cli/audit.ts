import { Command } from 'commander';
import { verifyTrail } from '../../src/application/read-trail.ts';
import type { AuditEntry } from '../../src/domain/audit/audit-entry.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { readTenant } from '../env.ts';
import { EXIT } from './exit-codes.ts';
import { positive } from './positive.ts';
import { print, printJson } from './print.ts';
import { createProgress } from './progress.ts';
import { withStore } from './with-store.ts';

const PAGE = 1000;
const TENANT_HELP =
  'whose trail, such as hubspot:123456, or handrail for refused access (default: HUBSPOT_PORTAL_ID)';

export function auditCommand(): Command {
  const verify = new Command('verify')
    .description('Reads a whole audit trail and checks that no entry was altered, removed or put in between.')
    .option('--tenant <id>', TENANT_HELP)
    .option('--json', 'print the result as JSON', false)
    .action(verifyAudit);
  const show = new Command('show')
    .description('Prints an audit trail, oldest entry first.')
    .option('--tenant <id>', TENANT_HELP)
    .option('--request <id>', 'only the entries of one exception request')
    .option('--from <number>', 'the first entry to print', positive, 1)
    .option('--limit <number>', 'how many entries to print at most', positive, Number.MAX_SAFE_INTEGER)
    .option('--json', 'print one JSON object a line: seq, hash and the exact text that was hashed', false)
    .action(showAudit);
  return new Command('audit')
    .description(
      'Reads the audit trail. On a data directory the server must be stopped, or a copy be named in HANDRAIL_DATA_DIR; on PostgreSQL (DATABASE_URL) it may run.',
    )
    .addCommand(verify)
    .addCommand(show);
}

async function verifyAudit({
  tenant = readTenant(),
  json,
}: {
  tenant?: string;
  json: boolean;
}): Promise<void> {
  const verdict = await withStore(async (store) => {
    const progress = createProgress();
    const found = await verifyTrail({ unitOfWork: store, sha256 }, tenant, (entries) =>
      progress.show(`${entries} entries read …`),
    );
    progress.done();
    return found;
  });
  if (json) printJson({ tenant, ...verdict });
  else if (verdict.ok) {
    print(`The trail of ${tenant} is whole: ${verdict.entries} entries, head ${verdict.head.hash}.`);
  } else {
    print(`The trail of ${tenant} is broken at entry ${verdict.broken.seq}: ${verdict.broken.why}.`);
  }
  process.exitCode = verdict.ok ? EXIT.ok : EXIT.found;
}

interface ShowOptions {
  readonly tenant?: string;
  readonly request?: string;
  readonly from: number;
  readonly limit: number;
  readonly json: boolean;
}

async function showAudit({ tenant = readTenant(), request, from, limit, json }: ShowOptions): Promise<void> {
  await withStore(async (store) => {
    let fromSeq = from;
    for (let left = limit; left > 0; ) {
      const size = Math.min(PAGE, left);
      const page = await store.transact(tenant, (tx) =>
        tx.readAudit({ fromSeq, limit: size, ...(request !== undefined && { requestId: request }) }),
      );
      for (const entry of page) print(json ? JSON.stringify(entry) : entryInWords(entry));
      fromSeq = (page.at(-1)?.seq ?? fromSeq) + 1;
      left = page.length < size ? 0 : left - size;
    }
  });
}

/** The entry's own text follows the number and the beginning of its hash. */
function entryInWords({ seq, hash, body }: AuditEntry): string {
  return `${String(seq).padStart(6)}  ${hash.slice(0, 12)}  ${body}`;
}

import { countedByType } from './entries-in-words.ts';
import type { OrgUninstallReport } from './uninstall.ts';

/** What an uninstall did, or would do. */
export function uninstallInWords(report: OrgUninstallReport): string {
  return [...exportLines(report), ...releaseLines(report), ...endLines(report)].join('\n');
}

function endLines(report: OrgUninstallReport): readonly string[] {
  const { outcome, dryRun, removal, keptRows } = report;
  if (outcome === 'refused') return refusalLines(report);
  const removed = removal?.entries ?? [];
  const rows = keptRows
    ? 'The requests and decisions that people wrote stay, with who may read them (the permission set Handrail_RevOps): give it to whom shall.'
    : 'The requests and decisions that people wrote went with their objects; Setup, Object Manager, Deleted Objects brings them back for 15 days.';
  if (dryRun) {
    return [
      ...countedByType(removed),
      `Dry run, nothing was changed. Would remove ${removed.length} components.`,
    ];
  }
  return [
    ...countedByType(removed),
    `${removed.length} components removed, ${removal?.unassigned ?? 0} permission sets taken back. ${rows}`,
    'The app is gone, so the server is not let in any more: stop it or take the SALESFORCE variables from it, and delete its private key.',
  ];
}

function refusalLines({ why, open, rows, released, removal }: OrgUninstallReport): readonly string[] {
  switch (why) {
    case 'rows':
      return [
        `Not uninstalled: ${rows === undefined ? 'there may be requests' : `${rows} requests`} of people in the org. Say --keep-rows to leave them, or --delete-rows.`,
      ];
    case 'stuck':
      return [
        `Not uninstalled: ${released?.stuck.length ?? 0} exceptions could not be ended, because a step on their record failed for good: ${released?.stuck.join(', ')}. Open them in the inbox, mend what the card names, then run this again.`,
      ];
    case 'needed':
      return [
        ...(removal?.entries ?? []).flatMap(({ type, name, problem, next }) => [
          `FAILED    ${type} ${name}: ${problem ?? 'no reason was given'}`,
          ...(next === undefined ? [] : [`          Next: ${next}`]),
        ]),
        'Not uninstalled: the org uses what would go. The package is still there.',
      ];
    default:
      return [
        `Not uninstalled: ${open} requests occupy records. Let them be decided and end them in the inbox, or say --force: it ends the exceptions in force and hands their records back to standard routing.`,
      ];
  }
}

function exportLines({ exported }: OrgUninstallReport): readonly string[] {
  if (!exported) return [];
  const { file, requests, policyVersions, auditEntries } = exported;
  return [
    `Exported to ${file}: ${requests} requests, ${policyVersions} policy versions and ${auditEntries} audit entries. It holds names and reasons: keep it as such.`,
  ];
}

function releaseLines({ dryRun, open, released }: OrgUninstallReport): readonly string[] {
  if (dryRun && open > 0)
    return [`Would end the exceptions in force among ${open} requests that occupy records.`];
  if (!released) return [];
  const undecided =
    released.undecided.length > 0
      ? ` ${released.undecided.length} requests still wait for a decision; their records are not held any more.`
      : '';
  return [
    `Ended ${released.released.length} exceptions and freed their records. Their people were not told: do that yourself.${undecided}`,
  ];
}

import type { UninstallEntry } from '../../adapters/hubspot/uninstall.ts';
import { tidyInWords } from '../guard/mend-in-words.ts';
import type { UninstallReport } from './uninstall.ts';
import type { MendRemoval } from './uninstall-mends.ts';

/** What an uninstall did or would do, and what a person must still do. */
export function uninstallInWords(report: UninstallReport): string {
  switch (report.outcome) {
    case 'not_connected':
      return `${report.tenantId} is not connected: nothing is to do.`;
    case 'refused':
      return refusalInWords(report);
    case 'uninstalled':
      return [
        ...exportLines(report),
        ...releaseLines(report),
        ...mendLines(report),
        ...removalLines(report),
      ].join('\n');
  }
}

function refusalInWords({ open, released, mended, mends }: UninstallReport): string {
  if (mended)
    return `Not uninstalled: ${mended.length} workflows are mended (${mended.map((name) => `"${name}"`).join(', ')}) and look at a property that would go. Say --undo-mends to put their former definitions back, or --keep-mends to leave them as they are.`;
  if (mends && mends.left.length > 0)
    return [
      `Not uninstalled: ${mends.left.length} mended workflows could not be put back.`,
      ...mends.left.map(({ mendId, name, why }) => `  ${mendId}  "${name}": ${why}`),
      'Take our exclusion out of them in HubSpot, then run this again; --keep-mends leaves them as they are.',
    ].join('\n');
  if (released) {
    const ids = released.stuck.join(', ');
    return `Not uninstalled: ${released.stuck.length} exceptions could not be ended, because a step on their record failed for good: ${ids}. Open them in the inbox, mend what the card names, then run this again.`;
  }
  return `Not uninstalled: ${open} requests occupy records. Let them be decided and end them in the inbox, or say --force: it ends the exceptions in force and hands their records back to standard routing.`;
}

function exportLines({ exported }: UninstallReport): string[] {
  if (!exported) return [];
  const { file, requests, policyVersions, auditEntries, mends, reviewMarks } = exported;
  return [
    `Exported to ${file}: ${requests} requests, ${policyVersions} policy versions, ${auditEntries} audit entries, ${mends} mends and ${reviewMarks} marks of workflows. It holds names and reasons: keep it as such.`,
  ];
}

function releaseLines({ dryRun, open, released }: UninstallReport): string[] {
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

function mendLines({ dryRun, mends }: UninstallReport): string[] {
  if (!mends) return [];
  const { undone, list } = mends;
  const would = dryRun ? 'Would put' : 'Put';
  return [
    ...(undone.length > 0
      ? [`${would} ${undone.length} mended workflows back: ${undone.map((name) => `"${name}"`).join(', ')}.`]
      : []),
    ...(dryRun ? listToGo(list) : tidyInWords(list)),
  ];
}

/** On a dry run the mended workflows still use it. */
function listToGo({ outcome }: MendRemoval['list']): readonly string[] {
  if (outcome === 'absent') return [];
  if (outcome === 'not_ours') return ['The list with the name of ours is not ours and would stay.'];
  return ['Would remove the list of contacts on hold, once no workflow uses it.'];
}

function removalLines({ dryRun, entries, access }: UninstallReport): string[] {
  const count = (outcome: UninstallEntry['outcome']) =>
    entries.filter((entry) => entry.outcome === outcome).length;
  const kept = entries
    .filter(({ outcome }) => outcome === 'kept')
    .map(({ objectType, kind, name, detail }) => `kept      ${objectType} ${kind} ${name}: ${detail}`);
  const summary = `${count('removed')} properties and groups removed, ${count('absent')} were not there, ${count('kept')} kept.`;
  if (dryRun) return [...kept, `Dry run, nothing was changed. Would be: ${summary}`];
  return [
    ...kept,
    summary,
    access === 'revoked'
      ? "Handrail's access is given up and its tokens are deleted. In HubSpot, uninstall the app under Settings, Integrations, Connected apps."
      : 'The token in HUBSPOT_ACCESS_TOKEN still works: in HubSpot, uninstall the app, which withdraws it. Then stop the server.',
  ];
}

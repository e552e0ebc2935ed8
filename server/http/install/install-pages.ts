import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import { OAUTH_SCOPE, SCOPES, type ScopeNeed } from '../../adapters/hubspot/scopes.ts';
import { ORG_SCOPES } from '../../adapters/salesforce/oauth/oauth-client.ts';
import { type Html, html } from './html.ts';
import type { ChecklistItem } from './install-checklist.ts';

/** A page of the installation. */
export interface InstallPage {
  readonly title: string;
  readonly body: Html;
}

/** Where the connection of an org begins: what will be asked for, and why. */
export function orgWelcomePage(startPath: string): InstallPage {
  return {
    title: 'Connect Salesforce to Handrail',
    body: html`
<p>Handrail governs handoff exceptions: a rep tags a record, the right person decides, and routing leaves the record
alone while the exception lives. For that it needs access to one Salesforce org.</p>
<p><a class="button" href="${startPath}">Continue to Salesforce</a></p>
<p class="facts">Log in there as the user Handrail is to work as: best one of its own, with the permission set Handrail
integration. Handrail stores the tokens encrypted. You can withdraw the access in Salesforce at any time.</p>
${scopeTable('What Handrail asks for, and why', ORG_SCOPES)}`,
  };
}

/** Where an installation begins: what will be asked for, and why. */
export function welcomePage(startPath: string): InstallPage {
  return {
    title: 'Connect HubSpot to Handrail',
    body: html`
<p>Handrail governs handoff exceptions: a rep tags a record, the right person decides, and routing leaves the record
alone while the exception lives. For that it needs access to one HubSpot account.</p>
<p><a class="button" href="${startPath}">Continue to HubSpot</a></p>
<p class="facts">HubSpot shows what is asked for, and you choose the account there. A super admin, or somebody who may
install apps, must do it. Handrail stores the tokens encrypted, and you can uninstall the app in HubSpot at any time.</p>
${scopeTable('What Handrail asks for, and why', [OAUTH_SCOPE, ...SCOPES])}`,
  };
}

/** Where an installation ends. */
export function connectedPage(title: string, items: readonly ChecklistItem[]): InstallPage {
  const left = items.filter(({ state }) => state === 'todo').length;
  return {
    title,
    body: html`
<p>${left === 0 ? 'Nothing is left to do here.' : `${left} of ${items.length} steps are left for you.`}</p>
<ul class="checks">${items.map(itemLine)}</ul>`,
  };
}

/**
 * Says why nothing was connected.
 *
 * @param missing scopes that were not granted
 */
export function problemPage(
  code: InstallProblemCode,
  { title, what }: { readonly title: string; readonly what: string },
  facts: {
    readonly requestId: string;
    readonly redirectUri: string;
    readonly startPath: string;
    readonly missing?: readonly ScopeNeed[];
  },
): InstallPage {
  return {
    title,
    body: html`
<p>${what}</p>
${facts.missing ? scopeTable('What was not granted', facts.missing) : ''}
<p><a class="button" href="${facts.startPath}">Start again</a></p>
<p class="facts">Code <code>${code}</code>, request id <code>${facts.requestId}</code>, redirect address
<code>${facts.redirectUri}</code>. docs/health.md explains each code.</p>`,
  };
}

function scopeTable(caption: string, scopes: readonly ScopeNeed[]): Html {
  return html`<table><caption><strong>${caption}</strong></caption>
<thead><tr><th scope="col">Scope</th><th scope="col">Why</th></tr></thead>
<tbody>${scopes.map(
    ({ scope, need, why }) =>
      html`<tr><th scope="row"><code>${scope}</code></th><td>${why}${need === 'optional' ? ' Optional.' : ''}</td></tr>`,
  )}</tbody></table>`;
}

function itemLine({ state, what, next }: ChecklistItem): Html {
  const mark = state === 'done' ? 'Done' : 'To do';
  const command = next?.command === undefined ? '' : html` <code>${next.command}</code>`;
  const link = next?.link === undefined ? '' : html` <a href="${next.link.href}">${next.link.words}</a>`;
  const further = next ? html`<p>${next.words}${command}${link}</p>` : '';
  return html`<li class="${state}"><span class="mark">${mark}</span><div><p>${what}</p>${further}</div></li>`;
}

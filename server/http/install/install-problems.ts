import type { InstallProblemCode } from '@handrail/contracts/admin-codes';

/** What an administrator reads when an installation did not come about: what happened, and what to do next. */
export const INSTALL_PROBLEMS: Readonly<
  Record<InstallProblemCode, { readonly title: string; readonly what: string }>
> = {
  install_denied: {
    title: 'Access was not granted',
    what: 'HubSpot says that the access was declined, so nothing was connected. Only a super admin, or somebody who may install apps, can grant it. Start again when you are ready.',
  },
  install_state_missing: {
    title: 'This browser did not start the installation',
    what: 'The installation must begin and end in the same browser, with cookies allowed. Nothing was connected. Start again here.',
  },
  install_state_wrong: {
    title: 'This answer belongs to another installation',
    what: 'HubSpot sent back another mark than this browser was given: a newer attempt may be open in another tab, or somebody else began this one. Nothing was connected. Start again here.',
  },
  install_state_expired: {
    title: 'The installation took too long',
    what: 'More than fifteen minutes have passed since it began. Nothing was connected. Start again here.',
  },
  install_state_used: {
    title: 'This page was opened a second time',
    what: 'Each installation is taken once. If the first page said that the account is connected, it is; otherwise start again here.',
  },
  install_code_refused: {
    title: 'HubSpot did not take its code back',
    what: 'HubSpot gave a code and then refused it: it was used before, too old, or made for another address. Compare the redirect address in the app with the one below, then start again.',
  },
  install_app_refused: {
    title: 'HubSpot does not know this app',
    what: "Client id and client secret of this server are not those of the app. The administrator of the server must compare HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET with the app's page in HubSpot.",
  },
  install_scopes_missing: {
    title: 'A permission is missing',
    what: 'HubSpot did not grant everything that Handrail cannot work without, so nothing was connected. The project file of the app must name these scopes, and whoever installs it must have them.',
  },
  install_account_not_allowed: {
    title: 'This account is not on the list',
    what: 'The administrator of this server named the HubSpot accounts that may connect (HANDRAIL_PORTALS), and yours is not among them. Nothing was connected.',
  },
  install_hubspot_unavailable: {
    title: 'HubSpot does not answer',
    what: 'HubSpot gave no token in time, so nothing was connected. Wait a few minutes, then start again.',
  },
  install_hubspot_malformed: {
    title: 'HubSpot answered in an unknown form',
    what: 'The answer of HubSpot was not as documented, so nothing was connected. Start again in a few minutes; if it stays, give the request id to the administrator of the server.',
  },
  install_link_wrong: {
    title: 'This link is not valid',
    what: 'The link that allows to add an org to a tenant is older than fifteen minutes, or was not made by this server. Nothing was connected. Connect HubSpot again to get a new one, or start without it.',
  },
  install_org_taken: {
    title: 'This org is connected already',
    what: 'The org belongs to another tenant of this server, and an org belongs to one. Nothing was connected. Give the other connection up first, with "handrail tokens revoke".',
  },
  install_tenant_taken: {
    title: 'There is another org already',
    what: 'This tenant is connected to another org, and a tenant has one. Nothing was connected. Give the other connection up first, with "handrail tokens revoke".',
  },
  install_salesforce_unavailable: {
    title: 'Salesforce does not answer',
    what: 'Salesforce gave no token in time, so nothing was connected. Wait a few minutes, then start again.',
  },
  install_salesforce_malformed: {
    title: 'Salesforce answered in an unknown form',
    what: 'The answer of Salesforce was not as documented, so nothing was connected. Start again in a few minutes; if it stays, give the request id to the administrator of the server.',
  },
};

/** The same where Salesforce is asked. */
export const ORG_INSTALL_PROBLEMS: typeof INSTALL_PROBLEMS = {
  ...INSTALL_PROBLEMS,
  install_denied: {
    title: 'Access was not granted',
    what: 'Salesforce says that the access was declined, so nothing was connected. The user must be allowed to use the External Client App. Start again when you are ready.',
  },
  install_state_wrong: {
    title: 'This answer belongs to another installation',
    what: 'Salesforce sent back another mark than this browser was given: a newer attempt may be open in another tab, or somebody else began this one. Nothing was connected. Start again here.',
  },
  install_code_refused: {
    title: 'Salesforce did not take its code back',
    what: 'Salesforce gave no code, or gave one and then refused it: it was used before, too old, or made for another address. Compare the callback URL of the External Client App with the address below, then start again.',
  },
  install_app_refused: {
    title: 'Salesforce does not know this app',
    what: 'Consumer key and secret of this server are not those of the External Client App. The administrator of the server must compare SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET with the app in Salesforce.',
  },
  install_scopes_missing: {
    title: 'A permission is missing',
    what: 'Salesforce did not grant everything that Handrail cannot work without, so nothing was connected. The External Client App must have these scopes selected, and its refresh tokens must not end at once.',
  },
  install_account_not_allowed: {
    title: 'This org is not on the list',
    what: 'The administrator of this server named the Salesforce orgs that may connect (HANDRAIL_ORGS), and yours is not among them. Nothing was connected.',
  },
};

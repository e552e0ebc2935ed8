import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { INTEGRATION } from './permission-sets.ts';
import type { Metadata } from './xml.ts';

const APP = 'Handrail';

/**
 * How the backend gets in and what it is told. The consumer key and the certificate of one org are no source: the
 * install makes the app's global settings there.
 */
export function connection(): readonly Metadata[] {
  return [
    {
      type: 'CustomPermission',
      path: `customPermissions/${INTEGRATION}.customPermission-meta.xml`,
      content: {
        description:
          'Held by the integration user of Handrail. Test it as $Permission.Handrail_Integration where a rule or a flow shall let its writes pass.',
        isLicensed: false,
        label: 'Handrail integration',
      },
    },
    {
      type: 'ExternalClientApplication',
      path: `externalClientApps/${APP}.eca-meta.xml`,
      content: {
        contactEmail: 'handrail@example.com',
        description: 'Lets the Handrail server act as its integration user. No person logs in through it.',
        distributionState: 'Local',
        isProtected: false,
        label: APP,
      },
    },
    {
      type: 'ExtlClntAppOauthSettings',
      path: `extlClntAppOauthSettings/${APP}_oauth.ecaOauth-meta.xml`,
      content: {
        commaSeparatedOauthScopes: 'Api, RefreshToken',
        externalClientApplication: APP,
        isFirstPartyAppEnabled: false,
        label: `${APP}_oauth`,
      },
    },
    {
      type: 'ExtlClntAppOauthConfigurablePolicies',
      path: `extlClntAppOauthPolicies/${APP}_policy.ecaOauthPlcy-meta.xml`,
      content: {
        commaSeparatedPermissionSet: 'Handrail_Integration',
        externalClientApplication: APP,
        ipRelaxationPolicyType: 'Enforce',
        isClientCredentialsFlowEnabled: false,
        isGuestCodeCredFlowEnabled: false,
        isTokenExchangeFlowEnabled: false,
        label: `${APP}_policy`,
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
        refreshTokenPolicyType: 'Zero',
      },
    },
    ...SALESFORCE_CUSTOM_OBJECTS.filter(({ changeEvents }) => changeEvents).map(({ name }): Metadata => {
      const event = name.replace(/__c$/, '__ChangeEvent');
      return {
        type: 'PlatformEventChannelMember',
        path: `platformEventChannelMembers/ChangeEvents_${event.replace('__', '_')}.platformEventChannelMember-meta.xml`,
        content: { eventChannel: 'ChangeEvents', selectedEntity: event },
      };
    }),
  ];
}

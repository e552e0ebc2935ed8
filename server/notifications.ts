import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { Notifications } from '../src/application/context.ts';
import { crmTaskNotifier } from '../src/application/crm-task-notifier.ts';
import type { NoticeSettings } from '../src/domain/notice/notice-settings.ts';
import type { CrmPort } from '../src/ports/crm.ts';
import type { Notifier } from '../src/ports/notifier.ts';
import { emailNotifier } from './adapters/email/email-notifier.ts';
import { hubspotRecordUrl } from './adapters/hubspot/record-url.ts';
import { salesforceRecordUrl } from './adapters/salesforce/sobjects.ts';
import { slackNotifier } from './adapters/slack/slack-notifier.ts';
import type { NotificationEnvironment } from './env-notifications.ts';
import { portalOfTenant } from './tenant-names.ts';
import { vendorOfId } from './tenants/vendors.ts';

/** What the channels are made of. */
export interface NotificationParts {
  readonly env: NotificationEnvironment;
  readonly settings: NoticeSettings;
  readonly crmOf: (tenantId: string) => CrmPort;
  /** Where people open records of the Salesforce org, if somebody said so. */
  readonly orgOrigin?: string | undefined;
}

/** Tasks in the CRM always; Slack and e-mail when they are set up. */
export function createNotifications({ env, settings, crmOf, orgOrigin }: NotificationParts): Notifications {
  const { slack, email, recordUrl } = env;
  const common: Partial<Record<NoticeChannel, Notifier>> = {
    ...(slack && { slack: slackNotifier(slack) }),
    ...(email && { email: emailNotifier(email) }),
  };
  const channels = new Set<NoticeChannel>(['crm_task']);
  if (slack) channels.add('slack');
  if (email) channels.add('email');
  return {
    settings,
    channels,
    notifiersOf: (tenantId) => ({ ...common, crm_task: crmTaskNotifier(crmOf(tenantId)) }),
    recordUrl: (tenantId, record) => {
      if (vendorOfId(record.recordId) === 'salesforce')
        return orgOrigin && salesforceRecordUrl(orgOrigin, record);
      return hubspotRecordUrl(recordUrl, portalOfTenant(tenantId), record);
    },
  };
}

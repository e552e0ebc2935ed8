import { createHash, X509Certificate } from 'node:crypto';
import type { OrgCore } from '../engine/org-core.ts';
import { type ComponentFailure, failureOf, type OrgComponent, ofType } from './component.ts';
import { writeFile } from './write-xml.ts';

const GLOBAL_SETTINGS = 'ExtlClntAppGlobalOauthSettings';

/** The external client app that was deployed to an org, as far as its token endpoint looks at it. */
export interface ClientApp {
  readonly clientId: string;
  /** In PEM; undefined while no certificate was handed over. */
  readonly publicKey: string | undefined;
  /** Whether an administrator let somebody use the app without asking them. */
  isPreauthorized(userId: string): boolean;
}

/** The app of an org; undefined while none was deployed with its consumer settings. */
export function clientAppOf(org: OrgCore): ClientApp | undefined {
  const { components, access } = org.deployed;
  const settings = ofType(components, GLOBAL_SETTINGS)[0];
  const app = settings?.node?.textOf('externalClientApplication');
  if (!settings?.node || app === undefined) return undefined;
  const policies = ofType(components, 'ExtlClntAppOauthConfigurablePolicies').filter(
    ({ node }) => node?.textOf('externalClientApplication') === app,
  );
  const sets = policies.flatMap(({ node }) =>
    (node?.textOf('commaSeparatedPermissionSet') ?? '').split(',').map((name) => name.trim()),
  );
  return {
    clientId: settings.node.textOf('consumerKey') ?? consumerKeyOf(app),
    publicKey: publicKeyOf(settings.node.textOf('certificate')),
    isPreauthorized: (userId) => access.setsOf(userId).some((name) => sets.includes(name)),
  };
}

/** A component as it is read back: the org adds the consumer key that it made. */
export function readBack(component: OrgComponent): ReadonlyMap<string, string> {
  const { type, node, fileName } = component;
  if (type !== GLOBAL_SETTINGS || !node || node.textOf('consumerKey') !== undefined) return component.files;
  const app = node.textOf('externalClientApplication') ?? '';
  return new Map([[fileName, writeFile(type, node.with('consumerKey', consumerKeyOf(app)))]]);
}

/** What is wrong with the certificate of an app. */
export function checkCertificate(component: OrgComponent): readonly ComponentFailure[] {
  const text = component.type === GLOBAL_SETTINGS ? component.node?.textOf('certificate') : undefined;
  if (text === undefined || text === '' || publicKeyOf(text) !== undefined) return [];
  return [failureOf(component, 'The certificate is not valid', '<certificate>')];
}

/** The org takes a certificate as PEM, or that or its bytes in base64. */
function publicKeyOf(certificate: string | undefined): string | undefined {
  if (certificate === undefined || certificate.trim() === '') return undefined;
  try {
    const bytes = certificate.includes('-----BEGIN') ? certificate : Buffer.from(certificate, 'base64');
    return new X509Certificate(bytes).publicKey.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    return undefined;
  }
}

function consumerKeyOf(app: string): string {
  return `3MVG9${createHash('sha256').update(`consumer key of ${app}`).digest('base64url')}`;
}

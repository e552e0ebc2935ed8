import { X509Certificate } from 'node:crypto';
import type { SalesforceSession } from '../jwt-sessions.ts';
import { escaped, METADATA_VERSION } from '../package/manifest.ts';
import { PackageError } from '../package/package-error.ts';
import type { SourceFile } from '../package/read-source.ts';

/** The External Client App of the package, by which Handrail gets in. */
export const CLIENT_APP = 'Handrail';
const SETTINGS = `${CLIENT_APP}_glbloauth`;
const SETTINGS_TYPE = 'ExtlClntAppGlobalOauthSettings';
/** The JWT bearer flow calls nothing back; the app must name an address all the same. */
const CALLBACK = 'https://login.salesforce.com/services/oauth2/success';

const READ_TIMEOUT_MS = 30_000;

/** Folders of the package that hold the app: an org without External Client Apps is installed without them. */
export const CLIENT_APP_FOLDERS: readonly string[] = [
  'externalClientApps',
  'extlClntAppGlobalOauthSets',
  'extlClntAppOauthPolicies',
  'extlClntAppOauthSettings',
];

/** A certificate as it is handed over. */
export interface ClientCertificate {
  /** In PEM. */
  readonly pem: string;
  readonly validTo: Date;
  /** Its public key, in PEM (SPKI). */
  readonly publicKey: string;
}

/** Reads a certificate. @throws PackageError for what is none, or has no RSA key */
export function readCertificate(pem: string): ClientCertificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (error) {
    throw new PackageError('The file holds no certificate in PEM.', { cause: error });
  }
  const { publicKey } = certificate;
  if (publicKey.asymmetricKeyType !== 'rsa') {
    throw new PackageError('The certificate must be of an RSA key: the JWT bearer flow signs RS256.');
  }
  return {
    pem: certificate.toString(),
    validTo: new Date(certificate.validTo),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * The settings of the app that belong to one org: its certificate. They are no source, because the org adds its
 * consumer key and secret. The certificate goes as the base64 of its PEM.
 */
export function clientAppSettings({ pem }: ClientCertificate): SourceFile {
  const settings: readonly (readonly [string, string])[] = [
    ['callbackUrl', CALLBACK],
    ['certificate', Buffer.from(pem, 'utf8').toString('base64')],
    ['externalClientApplication', CLIENT_APP],
    ['isClientCredentialsFlowEnabled', 'false'],
    ['isCodeCredFlowEnabled', 'false'],
    ['isConsumerSecretOptional', 'false'],
    ['isDeviceFlowEnabled', 'false'],
    ['isNamedUserJwtEnabled', 'false'],
    ['isPkceRequired', 'true'],
    ['isRefreshTokenRotationEnabled', 'true'],
    ['isSecretRequiredForRefreshToken', 'true'],
    ['isTokenExchangeEnabled', 'false'],
    ['label', SETTINGS],
    ['shouldRotateConsumerKey', 'false'],
    ['shouldRotateConsumerSecret', 'false'],
  ];
  return {
    path: `extlClntAppGlobalOauthSets/${SETTINGS}.ecaGlblOauth-meta.xml`,
    text: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<${SETTINGS_TYPE} xmlns="http://soap.sforce.com/2006/04/metadata">`,
      ...settings.map(([name, value]) => `    <${name}>${value}</${name}>`),
      `</${SETTINGS_TYPE}>`,
      '',
    ].join('\n'),
  };
}

/** The member that the settings of one org are in a manifest. */
export const CLIENT_APP_SETTINGS = { type: SETTINGS_TYPE, fullName: SETTINGS } as const;

/**
 * The consumer key of the app, which is SALESFORCE_CLIENT_ID. Read by the Metadata API's SOAP face, the only one that
 * tells it; undefined where the org does not tell it, and an administrator copies it from the setup.
 */
export async function readConsumerKey({
  accessToken,
  instanceUrl,
}: SalesforceSession): Promise<string | undefined> {
  const address = new URL(`/services/Soap/m/${METADATA_VERSION}`, instanceUrl);
  const init = {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: readEnvelope(accessToken),
    signal: AbortSignal.timeout(READ_TIMEOUT_MS),
  };
  try {
    const reply = await fetch(address, init);
    return /<consumerKey>([\w.-]+)<\/consumerKey>/.exec(await reply.text())?.[1];
  } catch {
    // An org may keep its keys out of the API, and the setup tells them too: no reason to fail an install.
    return undefined;
  }
}

function readEnvelope(accessToken: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata">
<soapenv:Header><SessionHeader><sessionId>${escaped(accessToken)}</sessionId></SessionHeader></soapenv:Header>
<soapenv:Body><readMetadata><type>${SETTINGS_TYPE}</type><fullNames>${SETTINGS}</fullNames></readMetadata></soapenv:Body>
</soapenv:Envelope>`;
}

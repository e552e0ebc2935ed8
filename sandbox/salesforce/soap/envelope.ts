import { MetadataError, readXml, type XmlNode } from '../metadata/xml-node.ts';
import { SalesforceError } from '../salesforce-error.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/** A SOAP call as it came in. */
export interface SoapMessage {
  /** Of the session header; a SOAP call carries no Authorization header that counts. */
  readonly sessionId: string;
  /** The operation's name, such as `readMetadata`. */
  readonly operation: string;
  readonly body: XmlNode;
}

/** @throws SalesforceError for a body that is no such envelope */
export function readEnvelope(text: string): SoapMessage {
  try {
    const envelope = readXml(text, 'Envelope');
    const body = envelope.one('Body');
    const [operation] = body?.names ?? [];
    const inner = operation === undefined ? undefined : body?.one(operation);
    if (operation === undefined || !inner) throw new MetadataError('the body holds no operation');
    const sessionId = envelope.one('Header')?.one('SessionHeader')?.textOf('sessionId') ?? '';
    return { sessionId, operation, body: inner };
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    throw new SalesforceError(500, 'soapenv:Client', error.message);
  }
}

/** The reply of an operation. @param results the inside of each `result` element, as XML */
export function replyEnvelope(operation: string, results: readonly string[]): string {
  const inner = results.map((result) => `<result>${result}</result>`).join('');
  return `${OPENING}<soapenv:Body><${operation}Response>${inner}</${operation}Response></soapenv:Body></soapenv:Envelope>`;
}

/** A refusal. Codes of the org itself stand in its namespace. */
export function faultEnvelope({ errorCode, message }: SalesforceError): string {
  const code = errorCode.includes(':') ? errorCode : `sf:${errorCode}`;
  const text = escaped(errorCode.includes(':') ? message : `${errorCode}: ${message}`);
  return `${OPENING}<soapenv:Body><soapenv:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}

/** Elements from values, in the order given; what is undefined is left out. */
export function elements(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : `<${name}>${escaped(String(value))}</${name}>`))
    .join('');
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const OPENING = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${NAMESPACE}" xmlns:sf="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`;

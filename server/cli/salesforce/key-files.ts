import { constants } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientCertificate, readCertificate } from '../../adapters/salesforce/install/client-app.ts';
import { makeSelfSigned } from '../../adapters/system/self-signed.ts';
import { UsageError } from '../usage-error.ts';

const KEY = 'handrail.key';
const CERTIFICATE = 'handrail.crt';
/** Two years: the org refuses sessions afterwards. The install prints the last day. */
const VALID_DAYS = 730;

/** What is handed to the org, and where the key that belongs to it is. */
export interface HandedOver {
  readonly certificate: ClientCertificate;
  readonly keyFile?: string;
}

/**
 * The certificate to hand over: that of `--certificate`, or one made in the folder of `--make-key`. Files that are there
 * are taken as they are and never written over, so a second run hands over the same.
 *
 * @param dryRun makes none
 * @returns undefined when none was asked for, or none is there on a dry run
 * @throws UsageError, PackageError
 */
export async function certificateOf(
  { certificate, makeKey }: { readonly certificate?: string; readonly makeKey?: string },
  dryRun: boolean,
): Promise<HandedOver | undefined> {
  if (certificate !== undefined && makeKey !== undefined) {
    throw new UsageError('Say --certificate or --make-key, not both.');
  }
  if (certificate !== undefined) return { certificate: readCertificate(await textOf(certificate)) };
  if (makeKey === undefined) return undefined;
  const [keyFile, file] = [join(makeKey, KEY), join(makeKey, CERTIFICATE)];
  const [hasKey, hasCertificate] = [await isThere(keyFile), await isThere(file)];
  if (hasKey !== hasCertificate) {
    throw new UsageError(
      `Of ${KEY} and ${CERTIFICATE} in ${makeKey} only one is there. Put the other one back, or name another folder.`,
    );
  }
  if (!hasKey) {
    if (dryRun) return undefined;
    await mkdir(makeKey, { recursive: true, mode: 0o700 });
    const made = makeSelfSigned('Handrail', new Date(), VALID_DAYS);
    await writeFile(keyFile, made.privateKey, { flag: 'wx', mode: 0o600 });
    await writeFile(file, made.certificate, { flag: 'wx', mode: 0o644 });
  }
  return { certificate: readCertificate(await textOf(file)), keyFile };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`);
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}

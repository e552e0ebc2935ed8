import type { Policy } from '../../../src/domain/policy/policy.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import { readTenant } from '../../env.ts';
import { withStore } from '../with-store.ts';
import { findVersion } from './find-version.ts';

/** Which policy a command is about: the files of a folder, a published version, or the one in force. */
export interface PolicySource {
  readonly dir?: string;
  readonly policyVersion?: number;
}

/** A policy with what to call it. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
}

/** @throws PolicyFileError, UsageError */
export async function readSource({ dir, policyVersion }: PolicySource): Promise<NamedPolicy> {
  if (dir !== undefined) return { name: `the files of ${dir}`, policy: await loadPolicyFiles(dir) };
  const { version, policy } = await withStore((store) => findVersion(store, readTenant(), policyVersion));
  return { name: `policy version ${version}`, policy };
}

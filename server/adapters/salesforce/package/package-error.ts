/** A package that cannot be deployed: its message names the file and says what is wrong with it. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

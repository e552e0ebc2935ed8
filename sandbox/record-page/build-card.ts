import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';

/** A card that could not be built. `message` says why and what to look at. */
export class CardBuildError extends Error {
  override readonly name = 'CardBuildError';
}

/**
 * Bundles a card with HubSpot's own bundler, offline, exactly as an upload to HubSpot does it.
 *
 * Beside the script the bundler writes a manifest with absolute paths of this machine, so `outputDir` must lie
 * outside the repository's tracked files. The folder is emptied first; the same call can be repeated.
 *
 * @param entry - the card's entry file, for example `.../cards/handoff-card.tsx`
 * @returns the path of the script, which expects the globals of a HubSpot extension worker
 * @throws CardBuildError when the entry is missing or the bundler refuses it
 */
export async function buildCard(entry: string, outputDir: string): Promise<string> {
  const file = resolve(entry);
  if (!existsSync(file)) throw new CardBuildError(`The card's entry ${file} does not exist`);
  try {
    await buildSingleExtension({
      file,
      outputDir,
      root: dirname(file),
      minify: false,
      logLevel: 'silent',
      appConfig: {},
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CardBuildError(`HubSpot's bundler could not build ${file}: ${reason}`, { cause: error });
  }
  const script = join(outputDir, `${parse(file).name}.js`);
  if (!existsSync(script)) {
    throw new CardBuildError(
      `HubSpot's bundler wrote no ${script}, only: ${(await readdir(outputDir)).join(', ')}`,
    );
  }
  return script;
}

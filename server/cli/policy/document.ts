import { Command, Option } from 'commander';
import { policyDocument } from '../../policy-document/policy-document.ts';
import { renderHtml } from '../../policy-document/render-html.ts';
import { renderMarkdown } from '../../policy-document/render-markdown.ts';
import { positive } from '../positive.ts';
import { type PolicySource, readSource } from './read-source.ts';

const RENDER = { md: renderMarkdown, html: renderHtml };

export function documentCommand(): Command {
  return new Command('document')
    .description(
      'Prints the policy as a page for everybody: types with examples, who approves what, playbooks, standard handoffs. The version in force unless told otherwise.',
    )
    .addOption(
      new Option('--format <format>', 'Markdown or one HTML page').choices(['md', 'html']).default('md'),
    )
    .option('--policy-version <number>', 'a published version', positive)
    .option('--dir <dir>', 'the files of a folder')
    .action(async ({ format, ...source }: PolicySource & { format: keyof typeof RENDER }) => {
      const { name, policy } = await readSource(source);
      process.stdout.write(RENDER[format](policyDocument(policy, name)));
    });
}

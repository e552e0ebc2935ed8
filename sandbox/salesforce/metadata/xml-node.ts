import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Metadata that the sandbox cannot take: not well formed, or with parts it does not run. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError';
}

/** An element of source-format metadata, which has no attributes that matter and no mixed content. */
export class XmlNode {
  readonly text: string;
  readonly #children: ReadonlyMap<string, readonly XmlNode[]>;

  constructor(text: string, children: ReadonlyMap<string, readonly XmlNode[]>) {
    this.text = text;
    this.#children = children;
  }

  /** The names of the elements inside. */
  get names(): readonly string[] {
    return [...this.#children.keys()];
  }

  all(name: string): readonly XmlNode[] {
    return this.#children.get(name) ?? [];
  }

  one(name: string): XmlNode | undefined {
    return this.all(name)[0];
  }

  /** The text of an element inside; undefined when it is not there. */
  textOf(name: string): string | undefined {
    return this.one(name)?.text;
  }

  /** @throws MetadataError when the element is not there or empty */
  required(name: string): string {
    const text = this.textOf(name);
    if (text === undefined || text === '') throw new MetadataError(`the element ${name} is missing`);
    return text;
  }

  flag(name: string): boolean {
    return this.textOf(name) === 'true';
  }
}

const PARSER = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  removeNSPrefix: true,
  trimValues: true,
  isArray: () => true,
});

/** Reads a metadata file. @param root the name its outermost element must have @throws MetadataError */
export function readXml(xml: string, root: string): XmlNode {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new MetadataError(`line ${valid.err.line}: ${valid.err.msg}`);
  const found = parsed(xml).one(root);
  if (!found) throw new MetadataError(`the file holds no ${root}`);
  return found;
}

/** The validator lets a few files pass that the parser then fails on. */
function parsed(xml: string): XmlNode {
  try {
    return nodeOf(PARSER.parse(xml));
  } catch (error) {
    throw new MetadataError(error instanceof Error ? error.message : 'not XML', { cause: error });
  }
}

function nodeOf(parsed: unknown): XmlNode {
  if (typeof parsed !== 'object' || parsed === null) return new XmlNode(String(parsed ?? ''), new Map());
  const children = new Map<string, readonly XmlNode[]>();
  let text = '';
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '#text') text = String(value);
    else children.set(name, (Array.isArray(value) ? value : [value]).map(nodeOf));
  }
  return new XmlNode(text, children);
}

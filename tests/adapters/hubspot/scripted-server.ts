import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One scripted answer: a reply, silence, or a broken connection. */
export type ScriptedAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'silence'
  | 'reset';

export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** Prepared answers in order, one a call, or an answer for each address. */
export type Script = readonly ScriptedAnswer[] | ((url: string) => ScriptedAnswer);

/** A server that gives prepared answers, for replies that the sandbox portal does not give. */
export interface ScriptedServer {
  readonly origin: string;
  readonly seen: readonly SeenCall[];
  /** Called with the number of the call (from 1) when a call has come in, before it is answered. */
  onCall: (count: number) => void;
  /** @throws Error when answers in order were left over, or calls came that no answer was prepared for */
  close(): Promise<void>;
}

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const seen: SeenCall[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', body: await readJson(request) });
    scripted.onCall(seen.length);
    const url = request.url ?? '';
    const answer = typeof script === 'function' ? script(url) : script[seen.length - 1];
    give(answer ?? { status: 501, body: { message: 'no answer was prepared' } }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server has no port (this is a bug)');
  const scripted: ScriptedServer = {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    onCall: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (typeof script !== 'function' && seen.length !== script.length) {
        throw new Error(`${script.length} answers were prepared, ${seen.length} calls came`);
      }
    },
  };
  return scripted;
}

function give(answer: ScriptedAnswer, response: ServerResponse): void {
  if (answer === 'silence') return;
  if (answer === 'reset') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(
    answer.body === undefined
      ? ''
      : typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body),
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}

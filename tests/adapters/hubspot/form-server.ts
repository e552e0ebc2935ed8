import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** One prepared answer; a body that is text is sent as it is. */
export type ScriptedForm =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'reset';

export interface SeenForm {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

/** A server that gives prepared answers to forms, for replies that the sandbox portal does not give. */
export interface FormServer {
  readonly origin: string;
  readonly seen: readonly SeenForm[];
  /** Safe to repeat. */
  close(): Promise<void>;
}

export async function startFormServer(script: readonly ScriptedForm[]): Promise<FormServer> {
  const seen: SeenForm[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    seen.push({ method: request.method, url: request.url, type: request.headers['content-type'], form });
    const answer = script[seen.length - 1] ?? { status: 501, body: 'no answer was prepared' };
    if (answer === 'reset') {
      request.socket.destroy();
      return;
    }
    const { status, body, headers } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server has no port (this is a bug)');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { type IncomingHttpHeaders, type Server, request } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A request as it goes over the wire. */
export interface WireRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Where it seems to come from. */
  remoteAddress: string;
}

/** What came back. */
export interface WireReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * One HTTP exchange with a server in this process over a pipe in memory: Node's own client and server at both
 * ends, but no socket, whose timing would be the machine's.
 */
export async function exchange(server: Server, asked: WireRequest): Promise<WireReply> {
  const [clientSide, serverSide] = duplexPair();
  Object.assign(serverSide, { remoteAddress: asked.remoteAddress });
  server.emit('connection', serverSide);
  try {
    return await send(clientSide, asked);
  } finally {
    clientSide.destroy();
    serverSide.destroy();
  }
}

function send(clientSide: Duplex, { method, path, headers, body }: WireRequest): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sending = request({
      method,
      path,
      headers: { connection: 'close', host: 'shop', ...headers, ...length },
      createConnection: () => clientSide,
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      text(response).then((content) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: content });
      }, reject);
    });
    sending.end(body);
  });
}

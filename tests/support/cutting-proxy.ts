// A proxy between the store and its server that goes silent after a number of commands: for the server that is a client
// killed with -9 at just that point. The driver's own greetings do not count.

import { connect, createServer, type Server, type Socket } from 'node:net';

const NOT_COUNTED = new Set([
  'hello',
  'ismaster',
  'isMaster',
  'ping',
  'buildInfo',
  'endSessions',
  'saslStart',
  'saslContinue',
]);
const HEADER_BYTES = 16;
/** Flags, kind of section, length of the document, type of its first field. */
const BEFORE_NAME_BYTES = HEADER_BYTES + 4 + 1 + 4 + 1;

export interface CuttingProxy {
  port: number;
  /** Commands let through so far. */
  passed(): number;
  /** Whether a command was held back. */
  hasCut(): boolean;
  close(): Promise<void>;
}

/** Lets `count` commands through to the port, and from then on nothing at all. */
export async function startCuttingProxy(targetPort: number, count: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let isCut = false;
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const server: Server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.on('data', (data) => client.write(data));
    client.on(
      'data',
      messages((message) => {
        if (isCut) return;
        if (!NOT_COUNTED.has(commandOf(message))) {
          if (passed === count) return cut();
          passed += 1;
        }
        upstream.write(message);
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    passed: () => passed,
    hasCut: () => isCut,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Cuts a stream into the messages of the protocol: each begins with its length. */
function messages(onMessage: (message: Buffer) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32LE(0);
      if (rest.length < length) return;
      onMessage(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

function commandOf(message: Buffer): string {
  const end = message.indexOf(0, BEFORE_NAME_BYTES);
  const name = message.toString('latin1', BEFORE_NAME_BYTES, end);
  // The oldest greeting comes in another kind of message.
  return /^[a-zA-Z]+$/.test(name) ? name : 'hello';
}

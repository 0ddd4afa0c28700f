/** A web server for the URLs of the documents, which name machines that need not be there: it answers for all of them. */

import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { seconds } from './scale.js';

/** Calls `body` with the port of a server that takes 0.1 s for each answer, which is `Data from` and the URL. */
export async function withServer(body: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    setTimeout(() => response.end(`Data from ${request.url}`), seconds(0.1));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await body((server.address() as AddressInfo).port);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** What stands at a URL, asked for as of a proxy. */
export async function download(url: string, port: number): Promise<string> {
  const request = get({ host: '127.0.0.1', port, path: url });
  const [response] = await once(request, 'response');
  return await text(response);
}

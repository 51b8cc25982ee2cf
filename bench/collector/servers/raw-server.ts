/** The limit for anything on node:http: takes the body in, looks at nothing, answers. */
import { createServer } from 'node:http';

const answer = Buffer.from('{"stored":20,"duplicates":0,"errors":[]}');
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length };

const server = createServer((request, response) => {
  request.on('end', () => response.writeHead(200, headers).end(answer));
  request.resume();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}`);
});

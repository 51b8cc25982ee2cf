import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';

const run = promisify(execFile);
let folder: string;
let server: Server;
let url: string;

const shopPage = `<!doctype html><title>Shop</title>
  <script async src="/sdk/edgecart.js" data-catalogue="/catalogue.json"></script>`;

/** What npm would publish, installed as a shop does, in a project that has nothing else. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-commands-'));
  for (const name of ['doctor', 'catalogue'])
    await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'packages', name) });
  const archives = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true }));
  await run('npm', ['install', '--no-audit', '--no-fund', ...archives], { cwd: folder });
  await writeFile(
    join(folder, 'feed.csv'),
    'id,title,price,category\np1,Pears,2.50 EUR,Fruit\np2,Bread,3.00 EUR,Bakery\n',
  );
  server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/') response.setHeader('content-type', 'text/html').end(shopPage);
    else if (path === '/catalogue.json') response.end(await readFile(join(folder, 'catalogue.json')));
    else if (path.startsWith('/sdk/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(join(root, 'packages/sdk/dist', path.slice(5))));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** As `npx` runs it: by the name of the command, from the project's own folder. */
const command = (name: string, ...args: string[]) =>
  run('npx', ['--no-install', name, ...args], { cwd: folder }).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout, stderr }) => ({ code, out: `${stdout}${stderr}` }),
  );

test('the packed catalogue command makes a catalogue of a feed, and the packed doctor reads the page that has it', async () => {
  const made = await command('edgecart-catalogue', 'feed.csv');
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('2 items written') });
  const { items } = JSON.parse(await readFile(join(folder, 'catalogue.json'), 'utf8'));
  expect(items).toMatchObject([{ item_id: 'p1', item_name: 'Pears', price: 2.5 }, { item_id: 'p2' }]);
  const examined = await command('edgecart-doctor', url, '--wait', '20');
  expect(examined.out).toMatch(/fine\s+catalogue\s+2 products/);
  expect(examined.code).toBe(0);
});

test('both say how they are used, and what was wrong, without our sources', async () => {
  expect(await command('edgecart-doctor', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--consent'),
  });
  expect(await command('edgecart-catalogue', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--sales'),
  });
  expect((await command('edgecart-catalogue', 'nothing.csv')).code).toBe(1);
  for (const name of ['doctor', 'catalogue'])
    expect(await readdir(join(folder, 'node_modules/@edgecart', name, 'dist'))).toContain('LICENSE');
});

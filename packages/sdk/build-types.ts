/**
 * The declarations of the npm package, standing on their own: the API's from its source, and the shared types printed
 * from their schemas, so that a shop needs neither our other packages nor the schema library.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AnonymousRecord, CatalogueItem, CountRecord, Item, PathRecord, ShopperEvent } from '@edgecart/protocol';
import { compile } from 'json-schema-to-typescript';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const run = promisify(execFile);

async function sharedTypes(): Promise<string> {
  const schemas = { Item, ShopperEvent, CatalogueItem, CountRecord, PathRecord, AnonymousRecord };
  const titled = Object.entries(schemas).map(([title, schema]) => [
    title,
    { ...JSON.parse(JSON.stringify(schema)), title },
  ]);
  const byText = new Map(titled.map(([title, { title: _, ...schema }]) => [JSON.stringify(schema), title]));
  // A schema within another one is named, not repeated.
  const named = (value: unknown, top = true): unknown => {
    if (Array.isArray(value)) return value.map((each) => named(each, false));
    if (typeof value !== 'object' || value === null) return value;
    const title = top ? undefined : byText.get(JSON.stringify(value));
    if (title !== undefined) return { tsType: title };
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each, false)]));
  };
  const texts = await Promise.all(
    titled.map(([title, schema]) =>
      compile(named(schema) as never, title, {
        bannerComment: '',
        additionalProperties: false,
        // Longest arrays would be printed as tuples of every length.
        ignoreMinAndMaxItems: true,
        format: true,
      }),
    ),
  );
  return texts.join('\n');
}

/** The declarations of a part, one file a module, as they import each other. */
async function partTypes(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from)) {
    const text = await readFile(join(from, file), 'utf8');
    await writeFile(
      join(to, file),
      text.replaceAll('@edgecart/protocol', '../protocol.js').replace(/(from '\.{1,2}\/[\w/-]+)\.ts'/g, "$1.js'"),
    );
  }
}

/** @param parts folders beside the main entry that are entries of their own */
export async function buildTypes(parts: readonly string[]): Promise<void> {
  const types = path('dist/types');
  await run(process.execPath, [
    path('../../node_modules/typescript/bin/tsc'),
    ...['-p', path('tsconfig.types.json'), '--outDir', types],
  ]);
  for (const file of ['api', 'option-error', 'index']) {
    const text = await readFile(path(`dist/types/packages/sdk/src/${file}.d.ts`), 'utf8');
    const renamed = text
      .replaceAll('@edgecart/protocol', './protocol.js')
      .replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'");
    await writeFile(path(`dist/${file}.d.ts`), renamed);
  }
  for (const part of parts) await partTypes(path(`dist/types/packages/sdk/src/${part}`), path(`dist/${part}`));
  await writeFile(path('dist/protocol.d.ts'), await sharedTypes());
  await rm(types, { recursive: true });
}

import type { ModelManifest } from '@edgecart/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCatalogueScan } from './catalogue-scan.ts';
import { createEncoder } from './encoder.ts';
import { fetchLatest, fetchModel, loadModel, readModel } from './load-model.ts';
import { openModel } from './model.ts';
import { placeFile } from './model-memory.ts';
import { openedModel } from './opened-model.fixture.ts';
import { readSafetensors } from './safetensors.ts';
import { scoredItems } from './scored-items.ts';
import { tinyModel, writeSafetensors } from './tiny-model.fixture.ts';

const scanOf = (manifest: ModelManifest, file: ArrayBuffer) => {
  const model = openModel(manifest, placeFile(manifest, file));
  return createCatalogueScan(scoredItems(model), model.memory);
};

describe('a safetensors file', () => {
  test('is read whatever the alignment of its data', () => {
    for (const note of ['', 'a', 'ab', 'abc']) {
      const data = Float32Array.of(1.5, -2, 3);
      const file = writeSafetensors({ x: { data, shape: [3] } }, { note });
      const { tensors, metadata } = readSafetensors(new Uint8Array(file));
      expect(Array.from(tensors.get('x')?.data ?? [])).toEqual([1.5, -2, 3]);
      expect(metadata.note).toBe(note);
    }
  });

  test('that is cut short anywhere is refused, and never read beyond its end', () => {
    const file = writeSafetensors({ x: { data: Float32Array.of(1, 2), shape: [2] } }, {});
    for (let length = 0; length < file.byteLength; length++)
      expect(() => readSafetensors(new Uint8Array(file, 0, length))).toThrow();
  });

  test('with a dtype that the format does not use is refused by name', () => {
    const file = writeSafetensors({ x: { data: Float32Array.of(1), shape: [1] } }, {});
    const text = new TextDecoder().decode(file).replace('"F32"', '"F64"');
    expect(() => readSafetensors(new TextEncoder().encode(text))).toThrow(/tensor x .*F64/);
  });
});

describe('a model', () => {
  test('opens when its two files fit each other', async () => {
    const { manifest, file } = await tinyModel();
    const model = openModel(manifest, placeFile(manifest, file));
    expect(model.popularity).toHaveLength(30);
    expect(model.rowOf.get('i7')).toBe(7);
    expect(Array.from(model.byPopularity.slice(0, 3))).toEqual([0, 1, 2]);
  });

  test.each(['popularity', 'graph_items', 'graph_weights'])('that lacks %s is refused by name', async (dropTensor) => {
    const { manifest, file } = await tinyModel({ dropTensor });
    expect(() => openModel(manifest, placeFile(manifest, file))).toThrow(dropTensor);
  });

  test.each(['item_vectors', 'item_categories', 'persona_centroids', 'encoder.pool', 'encoder.cart'])(
    'that lacks %s is refused by the encoder',
    async (dropTensor) => {
      const model = await openedModel({ dropTensor });
      expect(() => createEncoder(model)).toThrow(`lacks the tensor ${dropTensor}`);
    },
  );

  test.each(['graph_items', 'item_categories'])(
    'with an index in %s that points nowhere is refused',
    async (brokenTensor) => {
      const opening = openedModel({ brokenTensor, brokenValue: 30 }).then(createEncoder);
      await expect(opening).rejects.toThrow(`tensor ${brokenTensor} holds 30, which is not below`);
    },
  );

  test.each([1, 2, 4, 8] as const)('with an item of no direction is refused by its row, at %d bits', async (bits) => {
    const { manifest, file } = await tinyModel({ bits, zeroRow: 17 });
    expect(() => createEncoder(openModel(manifest, placeFile(manifest, file)))).toThrow('nothing but 0 in row 17');
  });

  test('of format 1 is refused by its format', async () => {
    const { manifest, file } = await tinyModel();
    const older = { ...manifest, format: 'edgecart-model/1' } as unknown as typeof manifest;
    expect(() => openModel(older, placeFile(manifest, file))).toThrow('edgecart-model/1, not edgecart-model/2');
  });

  test.each([
    ['U8', 8],
    ['I8', 4],
  ] as const)('whose manifest says %s of rows of %d bits is refused', async (dtype, bits) => {
    const { manifest, file } = await tinyModel({ bits });
    const other = { ...manifest, tensors: { item_vectors: { dtype, shape: [] } } };
    expect(() => createEncoder(openModel(other, placeFile(other, file)))).toThrow('tensor item_vectors is');
  });

  test.each([
    ['temperature', 0],
    ['popularity', -1],
    ['graph', Number.NaN],
    ['decay', undefined],
    ['repeat', [1, Infinity]],
    ['repeat', [1]],
  ])('whose blend has no use for its %s is refused by the encoder: %j', async (name, value) => {
    const { manifest, file } = await tinyModel();
    const other = { ...manifest, blend: { ...manifest.blend, [name]: value } };
    expect(() => createEncoder(openModel(other, placeFile(other, file)))).toThrow(`for ${name}`);
  });

  test('whose codebook does not fit its codes is refused by name', async () => {
    const { manifest, file } = await tinyModel({ bits: 2, dropTensor: 'item_codebook' });
    expect(() => createEncoder(openModel(manifest, placeFile(manifest, file)))).toThrow(
      'tensor item_vectors is U8 [30,2]',
    );
    const other = await tinyModel({ bits: 2 });
    const refusal = (dimensions: number) => {
      const wider = { ...other.manifest, dimensions };
      return () => createEncoder(openModel(wider, placeFile(wider, other.file)));
    };
    expect(refusal(16)).toThrow('tensor item_codebook is I8 [2,256,4]');
    expect(refusal(14)).toThrow('tensor item_codebook has 2 parts, not of an even width');
  });

  test.each([1, 2] as const)('of %d bits has the very rows that its codebook stands for', async (bits) => {
    const [coded, plain] = [await openedModel({ bits }), await openedModel({ bits: 8 })];
    expect(scoredItems(coded).vectors).toEqual(scoredItems(plain).vectors);
  });

  test('whose bytes are turned over is opened or refused by an error, with a codebook too', async () => {
    const { manifest, file } = await tinyModel({ bits: 2 });
    const turned = fc.array(fc.tuple(fc.nat(file.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(turned, (places) => {
        const memory = placeFile(manifest, file);
        for (const [place, value] of places) memory.file[place] = value;
        try {
          createEncoder(openModel(manifest, memory));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of 4 bits is unpacked to rows that have length 1 with their scales', async () => {
    const model = await openedModel({ bits: 4, dimensions: 62, items: 100 });
    const { vectors, scales, popularity } = scoredItems(model);
    expect(Math.max(...vectors)).toBe(7);
    for (let row = 0; row < 100; row++)
      expect(Math.hypot(...vectors.subarray(62 * row, 62 * row + 62)) * (scales[row] ?? 0)).toBeCloseTo(1, 6);
    expect(popularity[50]).toBeCloseTo((model.popularity[50] ?? 0) / 255, 7);
  });

  test('whose encoder holds what is no number is refused by the encoder', async () => {
    const { manifest, file } = await tinyModel({ brokenTensor: 'encoder.pool' });
    expect(() => createEncoder(openModel(manifest, placeFile(manifest, file)))).toThrow(
      'tensor encoder.pool holds NaN',
    );
  });

  test('is scored in plain TypeScript where there is no WebAssembly, with the same scores', async () => {
    const { manifest, file } = await tinyModel();
    const query = Float32Array.from({ length: 8 }, (_, k) => Math.sin(k));
    const [kernel, { WebAssembly: taken }] = [scanOf(manifest, file), globalThis];
    kernel.scan(query, 3, 0.5, 5);
    try {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      const twin = scanOf(manifest, file);
      expect(twin.engine).toBe('typescript');
      twin.scan(query, 3, 0.5, 5);
      expect(twin.scores).toEqual(kernel.scores);
    } finally {
      Object.assign(globalThis, { WebAssembly: taken });
    }
  });

  test('that needs more memory than there is is refused', async () => {
    const { manifest } = await tinyModel();
    const answer = new Response('');
    await expect(readModel({ manifest: { ...manifest, bytes: 2 ** 40 }, answer })).rejects.toThrow();
  });

  test('with more dimensions than sums of 32 bits allow is refused', async () => {
    const { manifest, file } = await tinyModel();
    const model = openModel({ ...manifest, dimensions: 513 }, placeFile(manifest, file));
    expect(() => createEncoder(model)).toThrow('not 1 to 512');
  });

  test.each([1, 2, 4, 8] as const)(
    'of %d bits is scored by the kernel, in the memory that holds its file',
    async (bits) => {
      const { manifest, file } = await tinyModel({ bits });
      const model = openModel(manifest, placeFile(manifest, file));
      const items = scoredItems(model);
      const { engine, scores } = createCatalogueScan(items, model.memory);
      expect(engine).toBe('wasm');
      for (const table of [items.vectors, items.scales, items.popularity, scores])
        expect(table.buffer).toBe(model.memory.wasm?.buffer);
      expect(items.vectors.byteOffset < file.byteLength).toBe(bits === 8);
    },
  );

  test('with another number of items than its manifest says is refused', async () => {
    const { manifest, file } = await tinyModel();
    const fewer = { ...manifest, items: manifest.items.slice(1) };
    expect(() => openModel(fewer, placeFile(fewer, file))).toThrow("not the manifest's");
  });

  test('with one changed byte is refused by its hash', async () => {
    const { manifest, file } = await tinyModel();
    const broken = file.slice(0);
    new Uint8Array(broken).set([42], broken.byteLength - 3);
    await expect(loadModel({ manifest, file: placeFile(manifest, broken) })).rejects.toThrow('SHA-256');
  });

  test('whose manifest swaps two item ids is refused', async () => {
    const { manifest, file } = await tinyModel();
    const [first = '', second = '', ...rest] = manifest.items;
    await expect(
      loadModel({ manifest: { ...manifest, items: [second, first, ...rest] }, file: placeFile(manifest, file) }),
    ).rejects.toThrow('item ids');
  });
});

describe('fetching a model', () => {
  const answering = (answers: Record<string, BodyInit>) =>
    (async (url: string) =>
      url in answers ? new Response(answers[url]) : new Response('', { status: 404 })) as typeof fetch;

  const takesNone = (_canary: unknown): _canary is never => false;

  test('takes the version that latest.json names', async () => {
    const { manifest, file } = await tinyModel();
    const fetcher = answering({
      '/m/latest.json': JSON.stringify({ version: manifest.version }),
      [`/m/${manifest.version}/manifest.json`]: JSON.stringify(manifest),
      [`/m/${manifest.version}/model.safetensors`]: file,
    });
    const version = await fetchLatest('/m', fetcher, takesNone);
    const loaded = await loadModel(await readModel(await fetchModel('/m', version, fetcher)));
    expect(loaded.model.version).toBe(manifest.version);
    expect(loaded.verified).toBe(true);
  });

  test('refuses a file that is shorter or longer than its manifest says', async () => {
    const { manifest, file } = await tinyModel();
    const longer = new Uint8Array(file.byteLength + 1);
    for (const body of [file.slice(1), longer, ''])
      await expect(readModel({ manifest, answer: new Response(body) })).rejects.toThrow(/has \d+ bytes, not/);
  });

  test('tells a download that broke off from a file that is wrong', async () => {
    const { manifest, file } = await tinyModel();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(file, 0, 100)),
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    let broken = 0;
    await expect(readModel({ manifest, answer: new Response(body) }, () => broken++)).rejects.toThrow('network error');
    expect(broken).toBe(1);
    await expect(readModel({ manifest, answer: new Response('') }, () => broken++)).rejects.toThrow('0 bytes');
    expect(broken).toBe(1);
  });

  test('says which file was missing', async () => {
    const version = 'a'.repeat(64);
    await expect(fetchModel('/m', version, answering({}))).rejects.toThrow('answered 404');
    await expect(fetchLatest('/m', answering({ '/m/latest.json': '{"version":"../x"}' }), takesNone)).rejects.toThrow(
      'names no version',
    );
  });
});

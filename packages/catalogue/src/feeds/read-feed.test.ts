import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFeed } from '../decode-feed.ts';
import { gathered, inPieces } from '../gathered.fixture.ts';
import { readFeed } from './read-feed.ts';
import { splitObjects } from './split-objects.ts';

const now = () => Date.parse('2026-11-24T12:00:00Z');

async function* bytes(text: string | Uint8Array) {
  yield typeof text === 'string' ? Buffer.from(text) : text;
}
const read = (text: string | Uint8Array) =>
  gathered(async function* (notes) {
    yield* readFeed(await decodeFeed(bytes(text)), notes, now);
  });

const rss = (items: string) =>
  `<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>\n${items}\n</channel></rss>`;

test('reads a merchant feed in RSS, with sale price, list of categories, and elements within elements', async () => {
  const { products, dropped, mended } = await read(
    rss(`<item><g:id>TV_123456</g:id><g:title><![CDATA[Google <b>Chromecast</b> &amp; remote]]></g:title>
      <link>https://shop.example/chromecast</link><g:image_link>https://shop.example/a.png</g:image_link>
      <g:availability>in_stock</g:availability><g:price>49.99 USD</g:price><g:sale_price>39.99 USD</g:sale_price>
      <g:sale_price_effective_date>2026-11-20T00:00+0100/2026-11-30T00:00+0100</g:sale_price_effective_date>
      <g:shipping><g:country>US</g:country><g:price>14.95 USD</g:price></g:shipping>
      <g:product_type>Home &gt; Electronics &gt; TV</g:product_type><g:product_type>Gifts</g:product_type>
      <g:brand>Google</g:brand><g:item_group_id>TV</g:item_group_id></item>`),
  );
  expect(products).toEqual([
    {
      id: 'TV_123456',
      group: 'TV',
      name: 'Google Chromecast & remote',
      brand: 'Google',
      categories: ['Electronics', 'TV'],
      price: 39.99,
      currency: 'USD',
      inStock: true,
      url: 'https://shop.example/chromecast',
      image: 'https://shop.example/a.png',
    },
  ]);
  expect([dropped, mended]).toEqual([[], []]);
});

test('reads Atom, whose link is an attribute', async () => {
  const { products } = await read(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
    <id>tag:shop.example,2026:/products</id><title>Shop</title>
    <entry><id>1a</id><title>Red wool sweater</title><link href="https://shop.example/1a"/><g:price>25 EUR</g:price></entry></feed>`);
  expect(products).toEqual([
    { id: '1a', name: 'Red wool sweater', categories: [], price: 25, currency: 'EUR', url: 'https://shop.example/1a' },
  ]);
});

test('a broken product of an XML feed costs itself at most: line and remedy are told, the rest survives', async () => {
  const { products, dropped, mended } = await read(
    rss(`<item><g:id>1</g:id><title>Salt & pepper</title><g:price>1 EUR</g:price></item>
<item><g:id>2</g:id><title>Never closed</title><g:price>2 EUR</g:price>
<item><g:id>3</g:id><title>Fine</title><g:price>3 EUR</g:price></item>
<item><title>No id</title><g:price>4 EUR</g:price></item>
<item><g:id>5</g:id><title>Odd price</title><g:price>from 5</g:price></item>`),
  );
  expect(products.map(({ id, name }) => [id, name])).toEqual([
    ['1', 'Salt & pepper'],
    ['3', 'Fine'],
  ]);
  expect(mended).toContainEqual({
    reason: expect.stringMatching(/^an & stands alone: write/),
    count: 1,
    examples: ['line 3'],
  });
  expect(dropped.map(({ reason, examples }) => [examples[0], reason])).toEqual([
    ['line 4', 'the product has no end: close <item> or <entry>'],
    ['line 6', 'no id: give a column or element `id`'],
    ['line 7', 'the price is no number: write 15.00 USD'],
  ]);
});

test('a feed that was cut off gives what came whole, and says so', async () => {
  const whole = rss(
    [1, 2, 3].map((id) => `<item><g:id>${id}</g:id><title>P</title><g:price>1 EUR</g:price></item>`).join('\n'),
  );
  const { products, dropped } = await read(whole.slice(0, whole.lastIndexOf('<g:price>')));
  expect(products.map(({ id }) => id)).toEqual(['1', '2']);
  expect(dropped[0]).toMatchObject({ reason: expect.stringContaining('cut off'), examples: ['line 5'] });
});

test('reads CSV and TSV by the names in their first line, and an encoding by its mark', async () => {
  const csv =
    '\uFEFFitem_id;Title;Price;Availability;Product Type;units sold\n7;"Cup; ""blue""";"1.234,50 EUR";out of stock;Kitchen > Cups;12\n';
  const expected = {
    id: '7',
    name: 'Cup; "blue"',
    categories: ['Kitchen', 'Cups'],
    price: 1234.5,
    currency: 'EUR',
    inStock: false,
    sales: 12,
  };
  expect((await read(csv)).products).toEqual([expected]);
  expect((await read(Buffer.from(csv, 'utf16le'))).products).toEqual([expected]);
  const tsv = 'id\ttitle\tprice\n7\t5" cup, "blue"\t3.50 USD\n';
  expect((await read(tsv)).products).toMatchObject([{ id: '7', name: '5" cup, "blue"', price: 3.5 }]);
});

test('a broken line of CSV costs itself, also a quote that is never closed', async () => {
  const rest = Array.from({ length: 300 }, (_, at) => `${at + 6},"More\n""of"" it",6\n`).join('');
  const { products, dropped } = await read(
    `id,title,price\n1,One,1\n2,Two,2,too,many\n3,"Th"ree,3\n4,"Four,4\n5,Five,\n${rest}`,
  );
  expect(products.slice(0, 4).map(({ id, name }) => [id, name])).toEqual([
    ['1', 'One'],
    ['3', '"Th"ree'],
    ['5', 'Five'],
    ['6', 'More "of" it'],
  ]);
  expect(products).toHaveLength(303);
  expect(dropped.map(({ reason, examples }) => `${examples[0]?.slice(0, 6)} ${reason.slice(0, 28)}`).sort()).toEqual([
    'line 3 more values than columns: pu',
    'line 5 a quote is not closed: write',
  ]);
});

test('reads Shopify’s products.json: each variant with the product it belongs to', async () => {
  const { products } = await read(
    JSON.stringify({
      products: [
        {
          id: 632910392,
          title: 'IPod Nano',
          handle: 'ipod-nano',
          vendor: 'Apple',
          product_type: 'Cult Products',
          images: [{ src: 'https://cdn.example/ipod.png' }],
          variants: [
            { id: 808950810, sku: 'IPOD-PINK', price: '199.00', available: false },
            { id: 49148385, sku: 'IPOD-RED', price: '189.00', available: true },
          ],
        },
      ],
    }),
  );
  expect(products).toHaveLength(2);
  expect(products[1]).toEqual({
    id: '49148385',
    sku: 'IPOD-RED',
    group: '632910392',
    name: 'IPod Nano',
    brand: 'Apple',
    categories: ['Cult Products'],
    price: 189,
    inStock: true,
    url: '/products/ipod-nano',
    image: 'https://cdn.example/ipod.png',
  });
});

test('reads WooCommerce’s Store API: prices in the smallest unit, variations as parts of their product', async () => {
  const product = {
    id: 34,
    name: 'WordPress Pennant &#8211; blue',
    sku: 'wp-pennant',
    permalink: 'https://shop.example/product/wordpress-pennant/',
    prices: { price: '1105', currency_code: 'GBP', currency_minor_unit: 2 },
    categories: [{ id: 1, name: 'Decor' }],
    images: [{ src: 'https://shop.example/pennant.jpg' }],
    variations: [{ id: 35 }, { id: 36 }],
    is_in_stock: true,
  };
  expect((await read(JSON.stringify([product]))).products[0]).toMatchObject({
    id: '34',
    name: 'WordPress Pennant – blue',
    variants: ['35', '36'],
    categories: ['Decor'],
    price: 11.05,
    currency: 'GBP',
  });
});

test('a broken object of a JSON feed costs itself; one object a line is read, too', async () => {
  const list =
    '{"items": [\n{"id": 1, "title": "a", "price": 1},\n{"id": 2, "title": "b, "price": 1},\n{"id": 3, "title": "c", "price": 1}\n]}';
  const { products, dropped } = await read(list);
  expect(products.map(({ id }) => id)).toEqual(['1', '3']);
  expect(dropped[0]).toMatchObject({
    reason: expect.stringContaining('the JSON is broken'),
    examples: [expect.stringMatching(/^line 3/)],
  });
  const lines = await read(
    '{"id": 1, "title": "a", "price": 1}\n{"id": 2, "title": "b"\n{"id": 3, "title": "c", "price": 1}\n',
  );
  expect(lines.products.map(({ id }) => id)).toEqual(['1', '3']);
  expect(lines.dropped[0]?.examples).toEqual(['line 2']);
});

test('addresses that are none, and markup in names, do not get through', async () => {
  const { products } = await read(
    JSON.stringify([
      { id: 1, title: '<script>x</script>Hat\u0000', price: 1, link: 'javascript:alert(1)', image: '//evil.example/x' },
    ]),
  );
  expect(products).toEqual([{ id: '1', name: 'x Hat', categories: [], price: 1 }]);
});

test('however a JSON document is cut into pieces, its objects are those of JSON.parse', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (values, wrapped, size) => {
        const text = JSON.stringify(wrapped ? { note: '}]{["', products: values } : values, undefined, 1);
        const objects = await Array.fromAsync(
          splitObjects(inPieces(text, size), false, (line, reason) => expect.unreachable(`${line}: ${reason}`)),
        );
        expect(objects.map((object) => JSON.parse(object.text))).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
    { numRuns: 100 },
  );
});

test('whatever a feed holds, reading it ends, and its products have ids', async () => {
  const grain = fc.oneof(
    fc.constantFrom(
      '<item>',
      '</item>',
      '<g:id>',
      '</g:id>',
      '<![CDATA[',
      ']]>',
      '&',
      '"',
      '{',
      '}',
      '[',
      ']',
      '\n',
      ',',
      ';',
      'id',
      'price',
      '1',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('<rss>', '[', '{"products":[', 'id,title,price\n', 'id\ttitle\n'),
      fc.array(grain, { maxLength: 60 }),
      async (start, rest) => {
        for (const { id } of (await read(start + rest.join(''))).products) expect(id).not.toBe('');
      },
    ),
    { numRuns: 80 },
  );
});

import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { linkedPage } from './linked-products.ts';
import { listening, showPage } from './listening.fixture.ts';
import { structuredData } from './structured-data.ts';
import type { Stop } from './target.ts';

let stop: Stop | undefined;
afterEach(() => stop?.());

const script = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

function seen(body: string, options: Omit<Parameters<typeof structuredData>[1], 'root'> = {}) {
  showPage(body);
  const heard = listening();
  stop = structuredData(heard.target, { onMistake: heard.onMistake, ...options });
  return heard;
}

const drill = {
  '@context': 'https://schema.org/',
  '@type': 'Product',
  name: 'Executive Anvil',
  sku: 446310,
  brand: { '@type': 'Brand', name: 'ACME' },
  offers: {
    '@type': 'Offer',
    priceCurrency: 'USD',
    price: '119.99',
    availability: 'https://schema.org/InStock',
  },
};
const trail = {
  '@context': 'https://schema.org',
  '@type': 'BreadcrumbList',
  itemListElement: [
    { '@type': 'ListItem', position: 3, name: 'Executive Anvil' },
    { '@type': 'ListItem', position: 1, name: 'Accueil', item: 'https://shop.example/fr/' },
    { '@type': 'ListItem', position: 2, name: 'Anvils', item: 'https://shop.example/anvils' },
  ],
};

test('a product page is a view of its product, with category from the breadcrumbs', () => {
  const { events, mistakes } = seen(script([drill, trail]));
  expect(events).toEqual([
    {
      name: 'view_item',
      items: [
        {
          item_id: '446310',
          item_name: 'Executive Anvil',
          item_brand: 'ACME',
          item_category: 'Anvils',
          price: 119.99,
          index: 0,
        },
      ],
    },
  ]);
  expect(mistakes).toEqual([]);
});

test('finds the product within a graph, past a page that is about it, and not what is only related', () => {
  const { events } = seen(
    script({
      '@graph': [
        { '@type': 'WebSite', name: 'shop' },
        {
          '@type': ['ItemPage', 'WebPage'],
          mainEntity: { ...drill, '@type': 'https://schema.org/Product', isRelatedTo: { ...drill, sku: 'other' } },
        },
      ],
    }),
  );
  expect(events[0]?.items.map(({ item_id }) => item_id)).toEqual(['446310']);
});

const coat = {
  '@type': 'ProductGroup',
  productGroupID: '44E01',
  name: 'Wool winter coat',
  category: 'Clothing > Coats',
  hasVariant: [
    { '@type': 'Product', sku: '44E01-M', offers: { '@type': 'Offer', price: 60, availability: 'OutOfStock' } },
    { '@type': 'Product', sku: '44E01-S', offers: { '@type': 'Offer', price: 40, availability: 'InStock' } },
  ],
};

test('a group of variants is one product: at the lowest price, in stock with any of them', () => {
  const { events } = seen(script(coat));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    name: 'view_item',
    items: [{ item_id: '44E01', item_category: 'Clothing', item_category2: 'Coats', price: 40 }],
  });
  expect(linkedPage([coat], () => {}).products.map(({ id, group, inStock }) => [id, group, inStock])).toEqual([
    ['44E01', '44E01', true],
    ['44E01-M', '44E01', false],
    ['44E01-S', '44E01', true],
  ]);
});

test('a variant may be told by the id of its group', () => {
  const { events } = seen(script({ ...drill, inProductGroupWithID: 'anvils' }), { id: 'group' });
  expect(events[0]?.items[0]?.item_id).toBe('anvils');
});

test('a list of products is a list, in its order', () => {
  const { events } = seen(
    script({
      '@type': 'ItemList',
      itemListElement: [
        { '@type': 'ListItem', position: 2, item: { '@type': 'Product', sku: 'b', offers: { price: 2 } } },
        { '@type': 'ListItem', position: 1, item: { '@type': 'Product', sku: 'a' } },
        { '@type': 'ListItem', position: 3, url: 'https://shop.example/c' },
      ],
    }),
  );
  expect(events).toMatchObject([{ name: 'view_item_list', items: [{ item_id: 'a' }, { item_id: 'b', price: 2 }] }]);
});

test('microdata serves where JSON-LD says nothing of products', () => {
  const { events } = seen(`${script({ '@type': 'Organization', name: 'shop' })}
    <div itemscope itemtype="https://schema.org/Product" itemref="brand">
      <h1 itemprop="name">Blue mug</h1><meta itemprop="sku" content="mug-1">
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <span itemprop="price" content="12.50">12,50 €</span><meta itemprop="priceCurrency" content="EUR">
        <link itemprop="availability" href="https://schema.org/InStock">
      </div>
    </div>
    <p id="brand"><span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><b itemprop="name">Potters</b></span></p>`);
  expect(events[0]?.items).toEqual([
    { item_id: 'mug-1', item_name: 'Blue mug', item_brand: 'Potters', price: 12.5, index: 0 },
  ]);
});

test('JSON-LD that a script adds later is read, and the same page is not told twice', async () => {
  const { events } = seen('<main></main>');
  expect(events).toEqual([]);
  document.body.insertAdjacentHTML('beforeend', `<div>${script(drill)}</div>`);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  document.body.insertAdjacentHTML('beforeend', script({ '@type': 'Organization' }));
  document.body.insertAdjacentHTML('beforeend', script({ ...drill, sku: 'next' }));
  await vi.waitFor(() => expect(events).toHaveLength(2));
});

test('broken JSON is mended where templates forgot to escape, and told of where not', () => {
  const mended = seen('<script type="application/ld+json">{"@type":"Product","sku":"a","name":"two\nlines"};</script>');
  expect(mended.events[0]?.items[0]).toMatchObject({ item_id: 'a', item_name: 'two lines' });
  stop?.();
  const broken = seen(
    `<script type="application/ld+json">{"@type": oops}</script>${script({ '@type': 'Product', name: 'n' })}`,
  );
  expect(broken.events).toEqual([]);
  expect(broken.mistakes.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('is not JSON'),
    expect.stringContaining('"n" has no id'),
  ]);
});

test('whatever a document holds, reading it ends and never throws', () => {
  const keys = fc.constantFrom(
    '@type',
    '@graph',
    'offers',
    'hasVariant',
    'sku',
    'brand',
    'itemListElement',
    'item',
    'category',
  );
  const types = fc.constantFrom('Product', 'ProductGroup', 'ItemList', 'BreadcrumbList', 'Offer', 'AggregateOffer');
  const { node } = fc.letrec((tie) => ({
    node: fc.dictionary(
      keys,
      fc.oneof(
        { maxDepth: 3 },
        types,
        fc.anything({ maxDepth: 1 }),
        tie('node'),
        fc.array(tie('node'), { maxLength: 2 }),
      ),
      { maxKeys: 5 },
    ),
  }));
  fc.assert(
    fc.property(node, (document) => {
      for (const { id } of linkedPage([document], () => {}).products) expect(id.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test('a document that points at itself ends, too', () => {
  const loop: Record<string, unknown> = { '@type': 'WebPage' };
  loop.mainEntity = [loop, loop, loop];
  expect(linkedPage([loop], () => {})).toEqual({ products: [], listed: [], trail: [] });
});

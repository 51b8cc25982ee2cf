export { type DataLayerOptions, dataLayer } from './data-layer.ts';
export { categoriesOn, type LinkedPage, type LinkedProduct, linkedPage } from './linked-products.ts';
export { type MagentoOptions, magento } from './magento.ts';
export { parseLinkedData } from './parse-linked-data.ts';
export { type PixelApi, type PixelOptions, relayShopifyPixel, shopifyPixelEvents } from './shopify-pixel.ts';
export { type ShopifyOptions, shopifyTheme } from './shopify-theme.ts';
export { type StructuredDataOptions, structuredData } from './structured-data.ts';
export type { AdapterOptions, Mistake, Stop, Target } from './target.ts';
export { type WooCommerceOptions, wooCommerce } from './woocommerce.ts';

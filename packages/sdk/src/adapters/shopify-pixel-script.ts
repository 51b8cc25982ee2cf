import { relayShopifyPixel } from './shopify-pixel.ts';

// A custom pixel is one script in a sandbox: this file's text, then `edgecartPixel({ analytics, browser })`.
Object.assign(globalThis, { edgecartPixel: relayShopifyPixel });

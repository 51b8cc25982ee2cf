import { defineConfig } from 'vite';
import { buildOptions } from './site/build-options.ts';

const { configFile: _, ...options } = buildOptions(process.env.EDGECART_COLLECTOR_URL ?? 'http://127.0.0.1:8787');

export default defineConfig(options);

import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/chromium.ts';

const source = { conditions: ['@edgecart/source', 'module', 'import', 'default'] };

// TensorFlow.js's parts are ES modules without file endings, which only a bundler reads.
const inlined = { deps: { inline: [/@tensorflow/] } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'node',
          include: ['{packages,demo,bench,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts', '**/*.kafka.test.ts', 'e2e/**'],
          server: inlined,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { conditions: ['@edgecart/source', 'module', 'browser', 'import', 'default'] },
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: chromiumLaunch(),
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          server: inlined,
        },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'kafka',
          include: ['scale-out/{kafka,engines}/src/**/*.test.ts', '{packages,demo,bench}/**/*.kafka.test.ts'],
          // Each file starts brokers of its own: one file at a time, and time for the first to fetch Kafka.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});

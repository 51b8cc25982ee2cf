import { arrange, createSurfaces, strategies } from './index.ts';

/** For the script tag: `edgecart('ready', (client) => edgecartSurfaces.createSurfaces(client, options))`. */
Object.assign(window, { edgecartSurfaces: { createSurfaces, arrange, strategies } });

/** Builds what is published or served: the SDK's files. Everything else runs from its TypeScript sources. */
import '../packages/sdk/build.ts';

import { serve } from '../channel.ts';
import { runInPage } from './in-page.ts';
import { createProgram } from './program.ts';

/** The same file is the worker, and, where no worker can be had, a script on the page that waits to be run. */
const scope = globalThis as unknown as { document?: Document; edgecartRunInPage?: typeof runInPage };
if (scope.document === undefined) {
  serve(
    createProgram((notice) => postMessage(notice)),
    globalThis as unknown as Worker,
  );
  postMessage({ edgecart: 'started' });
} else scope.edgecartRunInPage = runInPage;

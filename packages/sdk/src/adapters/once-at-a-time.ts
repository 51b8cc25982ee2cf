/** Work that runs once at a time; what is asked for meanwhile makes it run once more. */
export function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  async function run(): Promise<void> {
    do {
      again = false;
      await work();
    } while (again);
    running = undefined;
  }
  return () => {
    if (running === undefined) running = run();
    else again = true;
    return running;
  };
}

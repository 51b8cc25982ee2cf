/** What a worker of the bench sends back: the figures, or why there are none. */
export type WorkerAnswer<Result> = { result: Result } | { error: string };

/** Makes this worker do one task: the message that it gets is the task, the one that it sends the answer. */
export function answerTask<Task, Result>(work: (task: Task) => Promise<Result>): void {
  const scope = globalThis as unknown as {
    onmessage: (event: MessageEvent<Task>) => void;
    postMessage(answer: WorkerAnswer<Result>): void;
  };
  scope.onmessage = ({ data }) => {
    work(data).then(
      (result) => scope.postMessage({ result }),
      (error: unknown) =>
        scope.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : `${error}` }),
    );
  };
}

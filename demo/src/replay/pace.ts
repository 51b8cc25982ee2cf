/** Decides when the replay goes on: by itself after a while, or by hand. */
export interface Pace {
  /** Resolves when the next step is due. */
  next(): Promise<void>;
  play(): void;
  pause(): void;
  step(): void;
  setDelay(delayMs: number): void;
  readonly playing: boolean;
}

export function createPace(delayMs: number): Pace {
  let playing = false;
  let delay = delayMs;
  let goOn: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const schedule = () => {
    clearTimeout(timer);
    if (playing && goOn) timer = setTimeout(goOn, delay);
  };
  return {
    next: () =>
      new Promise((resolve) => {
        goOn = () => {
          goOn = undefined;
          resolve();
        };
        schedule();
      }),
    play() {
      playing = true;
      schedule();
    },
    pause() {
      playing = false;
      clearTimeout(timer);
    },
    step() {
      goOn?.();
    },
    setDelay(ms) {
      delay = ms;
      schedule();
    },
    get playing() {
      return playing;
    },
  };
}

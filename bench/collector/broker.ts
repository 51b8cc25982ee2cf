import { missingForKafka, startKafka } from '@edgecart/kafka-broker';

export interface RunningBroker {
  kind: 'running';
  /** host:port for clients. */
  address: string;
  pid: number | undefined;
  close(): Promise<void>;
}

/** Starts one real broker whose data lies in `folder`; `missing` says what must be installed for that. */
export async function openBroker(folder: string): Promise<RunningBroker | { kind: 'missing'; reason: string }> {
  const reason = missingForKafka();
  if (reason !== undefined) return { kind: 'missing', reason };
  const kafka = await startKafka({ folder });
  return {
    kind: 'running',
    address: kafka.bootstrap[0] ?? '',
    pid: kafka.brokers[0]?.pid,
    close: () => kafka.close(),
  };
}

import { join } from 'node:path';
import { copyTopic, loseTopic, rewindTopic } from '@edgecart/kafka-broker';
import { temporaryFolder } from '../../load/temporary-folder.ts';
import type { KafkaFault, KafkaScene } from '../fault.ts';

/** Reads what Kafka has before it forgets: what a broker loses afterwards is its own loss, not the collector's. */
async function settled({ collector, load, kafka }: KafkaScene): Promise<void> {
  await load.progress(1_000);
  await load.pause();
  await kafka.collect(collector.setup.data);
}

/** The broker comes back without its topics' records and without what it knew of its producers, or with older ones. */
export const brokerForgetful: KafkaFault = {
  name: 'broker that lost its producers',
  brokers: 1,
  long: true,
  async run(scene) {
    const { load, kafka, short } = scene;
    const rounds = short ? 1 : 2;
    const copies = await temporaryFolder('topics');
    try {
      for (let round = 0; round < rounds; round += 1) {
        await settled(scene);
        await kafka.broker.restart((data) => {
          for (const topic of kafka.topics) copyTopic(data, topic, join(copies.path, String(round)));
        });
        load.resume();
        await settled(scene);
        await kafka.broker.restart((data) => {
          for (const topic of kafka.topics) rewindTopic(data, topic, join(copies.path, String(round)));
        });
        load.resume();
        await settled(scene);
        await kafka.broker.restart((data) => {
          for (const topic of kafka.topics) loseTopic(data, topic);
        });
        load.resume();
        await load.progress(1_000);
      }
      return rounds * 3;
    } finally {
      await copies.remove();
    }
  },
};

/** Starts a broker in the folder that is named first, says its process id, and waits for its own end. */
import { startKafka } from './kafka.ts';

const kafka = await startKafka({ folder: process.argv[2] ?? '' });
console.log(kafka.brokers[0]?.pid);
setInterval(() => {}, 60_000);

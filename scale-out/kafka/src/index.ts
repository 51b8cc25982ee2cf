export { Broker, type Exit } from './broker.ts';
export { type BrokerProgram, ensureBrokerProgram, missingForKafka } from './broker-program.ts';
export { endWithParent } from './end-with-parent.ts';
export { freePorts } from './free-ports.ts';
export { findJava, findJavaCompiler, findMaven, runQuietly } from './java.ts';
export { type Connection, type Kafka, type KafkaOptions, startKafka } from './kafka.ts';
export type { Credentials, Security } from './security.ts';
export type { Properties } from './server-properties.ts';
export { copyTopic, loseTopic, rewindTopic } from './topic-data.ts';

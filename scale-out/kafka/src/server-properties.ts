import { type Secrets, type Security, usesSasl, usesTls } from './security.ts';

export type Properties = Record<string, string | number | boolean>;

/** The three ports of one broker: for clients, for other brokers, for controllers. */
interface BrokerPorts {
  client: number;
  internal: number;
  controller: number;
}

export interface BrokerPlace {
  id: number;
  data: string;
  ports: BrokerPorts;
}

const protocols: Record<Security, string> = {
  plaintext: 'PLAINTEXT',
  tls: 'SSL',
  'sasl-scram': 'SASL_PLAINTEXT',
  'sasl-ssl': 'SASL_SSL',
};

const address = (port: number): string => `127.0.0.1:${port}`;

function listenerSecurity(security: Security, { certificates }: Secrets): Properties {
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return {
    ...(usesTls(security) && certificates
      ? {
          'listener.name.client.ssl.keystore.location': certificates.keystoreFile,
          'listener.name.client.ssl.keystore.password': certificates.keystorePassword,
          'listener.name.client.ssl.keystore.type': 'PKCS12',
        }
      : {}),
    ...(usesSasl(security)
      ? {
          'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
          'listener.name.client.scram-sha-256.sasl.jaas.config': login,
          'listener.name.client.scram-sha-512.sasl.jaas.config': login,
        }
      : {}),
  };
}

/** The properties of one broker that is a controller too, in a cluster of `all`. */
export function serverProperties(
  { id, data, ports }: BrokerPlace,
  all: readonly BrokerPlace[],
  security: Security,
  secrets: Secrets,
): Properties {
  const replicas = all.length;
  const inSync = Math.max(1, replicas - 1);
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': all.map((other) => `${other.id}@${address(other.ports.controller)}`).join(','),
    listeners: [
      `CLIENT://${address(ports.client)}`,
      `INTERNAL://${address(ports.internal)}`,
      `CONTROLLER://${address(ports.controller)}`,
    ].join(','),
    'advertised.listeners': `CLIENT://${address(ports.client)},INTERNAL://${address(ports.internal)}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': `CLIENT:${protocols[security]},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    ...listenerSecurity(security, secrets),
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'num.partitions': 4,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    // A new group waits for its coordinator's topic: 50 partitions of it take seconds on three brokers and two cores.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    // How long a killed or hung broker stays leader of its partitions, and how long a killed one waits at its restart
    // until the controller believes that it was gone. Kafka's own default is 9 s.
    'broker.session.timeout.ms': replicas === 1 ? 2_000 : 4_000,
    'broker.heartbeat.interval.ms': 500,
  };
}

/** As the lines of a properties file; backslashes, as in paths of Windows, are escaped. */
export const propertiesFile = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findKeytool, runQuietly } from './java.ts';

/** How clients reach the brokers. Brokers speak among themselves in plain text on ports of their own. */
export type Security = 'plaintext' | 'tls' | 'sasl-scram' | 'sasl-ssl';

export interface Credentials {
  mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  username: string;
  password: string;
}

interface Certificates {
  /** PEM file of the authority that signed the brokers' certificate. */
  caFile: string;
  /** PKCS#12 file with the brokers' key and certificate, for 127.0.0.1 and localhost. */
  keystoreFile: string;
  keystorePassword: string;
}

export interface Secrets {
  certificates?: Certificates;
  credentials?: Credentials;
}

/** Makes an authority and a certificate signed by it, unless the folder holds them already. */
async function makeCertificates(folder: string): Promise<Certificates> {
  const keystoreFile = join(folder, 'broker.p12');
  const caFile = join(folder, 'ca.pem');
  const keystorePassword = 'edgecart-local';
  if (existsSync(caFile)) return { caFile, keystoreFile, keystorePassword };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keytool = (...args: string[]) =>
    runQuietly('Making certificates with keytool', findKeytool(), [
      ...args,
      ...['-keystore', keystoreFile, '-storetype', 'PKCS12', '-storepass', keystorePassword],
    ]);
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '3650'];
  await keytool('-genkeypair', '-alias', 'ca', '-dname', 'CN=Edgecart local authority', '-ext', 'bc:c', ...key);
  await keytool(
    ...['-genkeypair', '-alias', 'broker', '-signer', 'ca', '-dname', 'CN=localhost'],
    ...['-ext', 'san=ip:127.0.0.1,dns:localhost', ...key],
  );
  await keytool('-exportcert', '-rfc', '-alias', 'ca', '-file', caFile);
  // The broker would otherwise have two keys to choose from.
  await keytool('-delete', '-alias', 'ca');
  return { caFile, keystoreFile, keystorePassword };
}

function makeCredentials(folder: string): Credentials {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  return { mechanism: 'SCRAM-SHA-512', username: 'edgecart', password: readFileSync(file, 'utf8') };
}

export const usesTls = (security: Security): boolean => security === 'tls' || security === 'sasl-ssl';
export const usesSasl = (security: Security): boolean => security === 'sasl-scram' || security === 'sasl-ssl';

/** Certificates and credentials as `security` needs them, kept in `folder`. */
export async function makeSecrets(security: Security, folder: string): Promise<Secrets> {
  return {
    ...(usesTls(security) ? { certificates: await makeCertificates(folder) } : {}),
    ...(usesSasl(security) ? { credentials: makeCredentials(folder) } : {}),
  };
}

// A real Apache Kafka for the tests: the one that is named, one in Docker, one from Maven Central; or a loud reason why not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Kafkajs from 'kafkajs'
import { answers, javaIsThere, runJava, startJava } from './java.js'

export interface RealBroker {
  /** `host:port` */
  readonly address: string
  /** the folder of its log segments, where it is on this machine */
  readonly data: string | null
  readonly how: string
  stop(): Promise<void>
}

/** null: there is none, and why has been said. With CI=true that throws. */
export async function startBroker(): Promise<RealBroker | null> {
  const named = process.env['KAFKA_BROKERS']
  if (named !== undefined && named !== '') {
    return { address: named, data: null, how: 'KAFKA_BROKERS', stop: async () => {} }
  }
  if (answers('docker', ['info'])) return fromDocker()
  if (javaIsThere()) return fromJars()
  const reason =
    'no Apache Kafka to test with: set KAFKA_BROKERS, start Docker, or install Java 17 and Maven'
  if (process.env['CI'] === 'true') throw new Error(reason)
  process.stderr.write(`\n*** THE KAFKA TESTS ARE SKIPPED: ${reason} ***\n\n`)
  return null
}

async function fromDocker(): Promise<RealBroker> {
  const { KafkaContainer } = await import('@testcontainers/kafka')
  const container = await new KafkaContainer('confluentinc/cp-kafka:8.3.1')
    .withKraft()
    .withEnvironment({
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .start()
  return {
    address: `${container.getHost()}:${container.getMappedPort(9093)}`,
    data: null,
    how: 'Docker',
    stop: async () => void (await container.stop()),
  }
}

async function fromJars(): Promise<RealBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-kafka-'))
  const [port, controller] = await freePorts(2)
  const properties = join(folder, 'server.properties')
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(properties, serverProperties(port!, controller!, data))
  await runJava('kafka.tools.StorageTool', ['format', '-t', CLUSTER_ID, '-c', properties])
  const child = startJava('kafka.Kafka', [properties], ['-Xmx512m', '-XX:+UseG1GC'])
  child.stdin!.end()
  let said = ''
  const hear = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000))
  child.stdout!.on('data', hear)
  child.stderr!.on('data', hear)
  const broken = new Promise<never>((_, reject) => {
    child.on('exit', (code) => reject(new Error(`the broker ended with ${code}: ${said}`)))
  })
  broken.catch(() => {})
  await Promise.race([broken, untilReady(`127.0.0.1:${port}`)])
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  return {
    address: `127.0.0.1:${port}`,
    data,
    how: `Maven Central, process ${child.pid}`,
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

// Sixteen bytes in base64; a random one may begin with a dash, which the tool takes for an option.
const CLUSTER_ID = Buffer.from('ambit-testbroker').toString('base64url')

// The jars bring no logging, so the broker says nothing: it is ready when it lists itself.
async function untilReady(address: string): Promise<void> {
  const { Kafka, logLevel } = createRequire(import.meta.url)('kafkajs') as typeof Kafkajs
  for (const until = Date.now() + 60_000; ; ) {
    const admin = new Kafka({
      brokers: [address],
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    }).admin()
    try {
      await admin.connect()
      if ((await admin.describeCluster()).brokers.length > 0) return
    } catch (error) {
      if (Date.now() > until) throw error
    } finally {
      await admin.disconnect()
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function serverProperties(port: number, controller: number, data: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=4194304
`
}

/** Ports of this machine's loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve(server)),
      )
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

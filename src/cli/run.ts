// `ambit run`: the whole engine at work until SIGTERM, on Kafka or on the embedded log; then drained, nothing half done.
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { createAdmit } from '../admit/admit.js'
import { startFlow } from '../flow.js'
import { recordBytesMax, type Settings } from '../model/settings.js'
import { createOutputs } from '../topology/outputs.js'
import { createEncoder } from '../transport/encode.js'
import type { Outbound, Transport } from '../transport/port.js'
import { awaitSchema, createRegistry, registerOutputs } from '../transport/registry.js'
import { installAccess } from '../web/access.js'
import { installApprovals } from '../web/approvals.js'
import { installConsole } from '../web/console/console.js'
import { withLives } from '../web/recent-commands.js'
import { installIdentities } from '../web/identities.js'
import { createMetrics } from '../web/metrics.js'
import { createServer, type Server } from '../web/server.js'
import { loadSigner } from './run-signer.js'
import { createObserver } from './observe.js'
import { openTransport } from './open.js'
import { createPages } from './pages.js'
import { authorizeNow, askedNow, commandedNow, directoryNow, missing } from './run-answers.js'
import { createWorking, readInForce, type Working } from './run-rules.js'
import { loadSvids } from './run-svids.js'
import { PARTITIONS_DEFAULT, topicSpecs } from './topics.js'
import { VERSION } from './version.js'

/** The engine at work. */
export interface Running {
  readonly transport: Transport
  /** where HTTP answers */
  readonly address: string
  /** opens the console, where no token is configured: with the one that was made at this start */
  readonly link: string | null
  /** rejects when it can go on no more */
  readonly failed: Promise<never>
  /** reads the rules and the trust bundles again: where nothing is wrong with them they take over, rules between two batches */
  reload(): Promise<void>
  /** drains: open batches are published or given back whole */
  stop(): Promise<void>
}

const TOKEN_BYTES = 24
const TOKEN_CHARACTERS_MIN = 16
/** Work that does not get on for this long is stuck: the process is better started anew. */
const STUCK_MS = 90_000

/** Starts everything; rejects with a `Problem` or `Complaints` and leaves nothing open. */
export async function start(settings: Settings, log: Logger): Promise<Running> {
  const first = readInForce(settings)
  const svids = loadSvids(settings, log)
  const signer = loadSigner(settings, (sentence) => log.warn(sentence))
  const registry = settings.registry === null ? null : createRegistry(settings.registry)
  const opened = await openTransport(settings, log)
  const { transport } = opened
  let server: Server | null = null
  let working: Working | null = null
  const stop = async (): Promise<void> => {
    await server?.close()
    await working?.stop()
    await transport.close()
  }
  try {
    await createMissing(settings, transport, opened.kafka === null ? 1 : PARTITIONS_DEFAULT, log)
    const metrics = createMetrics()
    metrics.partitions = await transport.partitions(settings.topics.repartition)
    const pages = createPages(settings, opened.embedded)
    const observer = createObserver(settings, metrics, log, Date.now, pages.published)
    const admit = createAdmit({ limits: settings.limits, schemaOf: registry?.schemaOf })
    const { topics, audit } = settings
    const { every, withinMs } = audit
    const schemaIds =
      registry === null || settings.output.encoding !== 'avro'
        ? null
        : await registerOutputs(registry, {
            'joined-event': topics.joined,
            decision: topics.decisions,
            command: topics.commands,
          })
    const encoder = createEncoder({ encoding: settings.output.encoding, schemaIds })
    const atWork = (working = await createWorking({
      settings,
      metrics,
      log,
      first,
      startFlow: ({ knowledge, version }) =>
        startFlow({
          transport,
          settings,
          knowledge,
          admit,
          outputs: createOutputs(topics, encoder, version, recordBytesMax(settings.limits)),
          fetchSchema: registry === null ? null : (id, waits) => awaitSchema(registry, id, waits),
          svids,
          observer,
          audit: { signer, rules: version, topic: topics.audit, every, withinMs },
        }),
    }))
    const made = madeToken(settings)
    const answering = {
      admitLine: admit.admitLine,
      append: (records: readonly Outbound[]) => transport.append(records),
      failed: (error: unknown, route: string) =>
        log.error({ err: error, route }, 'a request failed'),
    }
    const commanded = commandedNow(atWork)
    server = createServer({
      settings,
      madeToken: made,
      metrics,
      alive: () =>
        observer.stuckSince() < Date.now() - STUCK_MS ? 'a batch does not get on' : null,
      ready: () => missing(atWork),
      ...answering,
      page: withLives(pages.page, commanded),
      commanded,
    })
    installApprovals(server.app, {
      ...answering,
      asked: askedNow(atWork),
      commanded,
      guard: server.guard,
      topic: topics.approvals,
      now: Date.now,
    })
    installConsole(server.app, server.guard)
    pages.stream.install(server.app)
    installIdentities(server.app, directoryNow(atWork))
    installAccess(server.app, { authorize: authorizeNow(settings, atWork), metrics, now: Date.now })
    if ((settings.http.token ?? made ?? '').length < TOKEN_CHARACTERS_MIN)
      log.warn('http.token is so short that it can be guessed')
    const address = await server.listen()
    const link = made === null ? null : `${address}/?token=${made}`
    const { failed } = atWork
    const reload = (): Promise<void> => {
      svids?.reload()
      return atWork.reload()
    }
    return { transport, address, link, failed, reload, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where no token is configured one is made, for what always needs one. */
function madeToken({ http }: Settings): string | null {
  return http.token === null ? randomBytes(TOKEN_BYTES).toString('base64url') : null
}

/** The embedded log has all its topics from the start; on Kafka those that are missing are made as `topics create` makes them. */
async function createMissing(
  settings: Settings,
  transport: Transport,
  partitions: number,
  log: Logger,
): Promise<void> {
  const counts = await Promise.all(settings.sources.map(({ topic }) => transport.partitions(topic)))
  const created = await transport.createTopics(
    topicSpecs(settings, Math.max(partitions, ...counts)),
  )
  if (created.length > 0 && settings.kafka !== null) log.info({ topics: created }, 'topics created')
}

/** Exit code of `ambit run`: 0 after a drain; 70 (EX_SOFTWARE) when it cannot go on, for a supervisor to start it anew. */
export type RunCode = 0 | 70

const DRAIN_MS = 25_000

/** Runs until SIGTERM or SIGINT; SIGHUP has rules and trust bundles read again. A second signal, or a drain that takes too long, ends it at once: the log makes that safe. */
export async function run(settings: Settings, log: Logger): Promise<RunCode> {
  // What nobody waits for any more fails, too, where the log cannot be written
  const unheard = new Promise<unknown>((resolve) => process.on('unhandledRejection', resolve))
  let reload = (): Promise<void> => Promise.resolve()
  process.on('SIGHUP', () => void reload())
  const running = await start(settings, log)
  reload = running.reload
  log.info(
    {
      http: running.address,
      log: settings.kafka === null ? settings.data : settings.kafka.brokers,
    },
    `ambit ${VERSION} is at work`,
  )
  if (running.link === null)
    log.info({ console: `${running.address}/` }, 'the console asks for http.token')
  else log.info({ link: running.link }, 'the console; the token in the link is of this start')
  const signal = new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      process.on(name, () => {
        resolve(name)
        process.on(name, () => process.exit(70))
      })
  })
  const failed = running.failed.catch((error: unknown) => error)
  const reason = await Promise.race([signal, failed, unheard])
  if (typeof reason !== 'string') log.fatal({ err: reason }, 'the flow cannot go on')
  else log.info({ signal: reason }, 'draining')
  setTimeout(() => process.exit(70), DRAIN_MS).unref()
  await running.stop()
  log.info('stopped')
  return typeof reason === 'string' ? 0 : 70
}

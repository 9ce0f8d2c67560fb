// What the engine is compared with: a process that consumes events with kafkajs, decodes them, and produces records without transactions.
import { spawn } from 'node:child_process'
import { clientOf, sourcesOf } from './kafka-ground.js'

/** What such a process is told on its command line, as JSON after the word `bare`. */
export interface Order {
  readonly address: string
  readonly sources: string
  readonly events: number
  /** records written for each event, to this topic; none where it is null */
  readonly produce: { readonly topic: string; readonly each: number } | null
}

const PARTITIONS = 4

/** Runs it as a process of its own; gives events a second from the first batch to the last. */
export function barePerSecond(program: string, order: Order): Promise<number> {
  const child = spawn(process.execPath, [program, 'bare', JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve, reject) =>
    child.on('exit', (code) =>
      code === 0 ? resolve(Number(said)) : reject(new Error(`it ended with ${code}`)),
    ),
  )
}

/** The order of the command line, where this process is such a one. */
export function orderGiven(): Order | null {
  const [word, order] = process.argv.slice(2)
  return word === 'bare' ? (JSON.parse(order as string) as Order) : null
}

export async function runBare({ address, sources, events, produce }: Order): Promise<never> {
  const kafka = clientOf(address)
  const producer = kafka.producer()
  await producer.connect()
  const consumer = kafka.consumer({
    groupId: `bare-${process.pid}`,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 1 << 20,
  })
  await consumer.connect()
  await consumer.subscribe({ topics: sourcesOf(sources), fromBeginning: true })
  let begunMs = NaN
  let seen = 0
  let due = 0
  let partition = 0
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: PARTITIONS,
    async eachBatch({ batch }) {
      if (Number.isNaN(begunMs)) begunMs = performance.now()
      const messages: { key: Buffer | null; value: Buffer | null; partition: number }[] = []
      let decoded = 0
      for (const { key, value } of batch.messages) {
        const event = JSON.parse(String(value)) as { id?: string }
        if (event.id !== undefined) decoded++
        if (produce === null) continue
        for (due += produce.each; due >= 1; due--)
          messages.push({ key, value, partition: partition++ % PARTITIONS })
      }
      if (produce !== null && messages.length > 0)
        await producer.sendBatch({ topicMessages: [{ topic: produce.topic, messages }] })
      seen += decoded
      if (seen < events) return
      process.stdout.write(String((events * 1000) / (performance.now() - begunMs)))
      process.exit(0)
    },
  })
  return new Promise(() => {})
}

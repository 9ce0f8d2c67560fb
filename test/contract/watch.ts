// A task consumer that writes down what a transport does to it, and lets a test wait for it.
import type {
  ChangelogEntry,
  Delivery,
  LogRecord,
  Task,
  TaskConsumer,
} from '../../src/transport/port.js'

export interface Opened {
  readonly kind: 'opened'
  readonly task: Task
  /** what the changelog held, in its order */
  readonly state: readonly (readonly [key: string, value: string])[]
}
export interface Delivered {
  readonly kind: 'delivered'
  readonly task: Task
  readonly delivery: Delivery
}
export interface Closed {
  readonly kind: 'closed'
  readonly task: Task
  readonly reason: string
}
export type Step = Opened | Delivered | Closed

export interface Watch extends TaskConsumer {
  /** everything that happened, in order */
  readonly steps: Step[]
  deliveries(cause?: Delivery['cause']): Delivery[]
  /** resolves with what `found` gives as soon as it gives something; fails after the time with `what` and all steps */
  until<T>(
    what: string,
    found: () => T | undefined | false | Promise<T | undefined | false>,
  ): Promise<T>
}

/** `answer` gets every delivery; what it does not answer stays open. */
export function createWatch(
  timeoutMs: number,
  answer: (delivery: Delivery) => unknown = () => {},
): Watch {
  const steps: Step[] = []
  let waiting: (() => void)[] = []
  const add = (step: Step) => {
    steps.push(step)
    for (const look of [...waiting]) look()
  }
  return {
    steps,
    deliveries: (cause) =>
      steps.flatMap((step) =>
        step.kind === 'delivered' && (cause === undefined || step.delivery.cause === cause)
          ? [step.delivery]
          : [],
      ),
    until: (what, found) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(late)
          clearInterval(poll)
          waiting = waiting.filter((one) => one !== look)
        }
        const look = () => {
          Promise.resolve(found()).then((value) => {
            if (value === undefined || value === false) return
            end()
            resolve(value)
          }, reject)
        }
        const late = setTimeout(() => {
          end()
          const happened = steps.map((step) => `${step.kind} ${step.task.id} ${described(step)}`)
          reject(new Error(`waited ${timeoutMs} ms for: ${what}. So far:\n${happened.join('\n')}`))
        }, timeoutMs)
        const poll = setInterval(look, 20)
        waiting.push(look)
        look()
      }),
    async opened(task, changelog) {
      const state: [string, string][] = []
      for await (const chunk of changelog) state.push(...chunk.map(textOf))
      add({ kind: 'opened', task, state })
    },
    delivered(delivery) {
      add({ kind: 'delivered', task: delivery.task, delivery })
      answer(delivery)
    },
    closed(task, reason) {
      add({ kind: 'closed', task, reason })
    },
  }
}

function textOf({ key, value }: ChangelogEntry): [string, string] {
  return [key, value?.toString() ?? 'a tombstone, which is no live entry']
}

function described(step: Step): string {
  if (step.kind === 'opened') return JSON.stringify(step.state)
  if (step.kind === 'closed') return step.reason
  return `${step.delivery.cause} ${values(step.delivery.records).join(',').slice(0, 200)}`
}

export const ackAll = (delivery: Delivery) => void delivery.ack([], []).catch(() => {})

/** Values as texts, null for a tombstone. */
export function values(records: readonly LogRecord[]): (string | null)[] {
  return records.map(({ value }) => value?.toString() ?? null)
}

export async function all(batches: AsyncIterable<readonly LogRecord[]>): Promise<LogRecord[]> {
  const found: LogRecord[] = []
  for await (const batch of batches) found.push(...batch)
  return found
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

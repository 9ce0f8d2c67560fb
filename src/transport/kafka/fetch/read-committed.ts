// Makes kafkajs read only what was committed, proves at start-up that it does, and is the one door through which it is loaded.
import { createRequire } from 'node:module'
import type * as Kafkajs from 'kafkajs'
import { Problem } from '../../../model/problem.js'
import { patchProduce } from '../produce/produce.js'
import { createAbortedFilter } from './record-batches.js'

const require = createRequire(import.meta.url)

interface DecodedMessage {
  offset: string
  key: Buffer | null
  isControlRecord: boolean
  batchContext?: { producerId: string; inTransaction: boolean; isControlBatch?: boolean }
}
interface DecodedPartition {
  abortedTransactions?: { producerId: string; firstOffset: string }[] | null
  messages: DecodedMessage[]
}
interface FetchResponse {
  decode(raw: Buffer): Promise<{ responses: { partitions: DecodedPartition[] }[] }>
  [PATCHED]?: true
}
interface FetchRequests {
  readonly versions: readonly string[]
  protocol(of: {
    version: string | number
  }): (options: object) => { request: { apiVersion: number }; response: FetchResponse }
}

const PATCHED = Symbol('ambit: aborted records are hidden')

/**
 * kafkajs 2.2.4 shows aborted records: it takes the broker's list of aborted transactions for sorted by first offset,
 * steps over one entry a record at most, and ends an aborted transaction at any record whose key is four zero bytes.
 * Here the records of aborted transactions are marked where a fetch response is decoded, in the way control records
 * are, so that kafkajs steps over them and still moves its position; its own filter is left nothing to do.
 */
export function hideAborted(partition: DecodedPartition): void {
  const aborted = partition.abortedTransactions
  if (aborted === null || aborted === undefined || aborted.length === 0) return
  const filter = createAbortedFilter(
    aborted.map((a) => ({ producerId: BigInt(a.producerId), firstOffset: Number(a.firstOffset) })),
  )
  for (const message of partition.messages) {
    const hidden = filter.hides({
      lastOffset: Number(message.offset),
      producerId: BigInt(message.batchContext?.producerId ?? -1),
      transactional: message.batchContext?.inTransaction === true,
      control: message.isControlRecord,
    })
    if (hidden) message.isControlRecord = true
  }
  partition.abortedTransactions = []
}

// Each version of the fetch response has a module of its own; some hand on another's decoder. Marking twice does no harm.
function patchFetchResponses(requests: FetchRequests): void {
  for (const response of fetchResponses(requests)) {
    if (response[PATCHED] === true) continue
    const decode = response.decode
    response.decode = async (raw) => {
      const decoded = await decode(raw)
      for (const topic of decoded.responses)
        for (const partition of topic.partitions) hideAborted(partition)
      return decoded
    }
    response[PATCHED] = true
  }
}

function fetchResponses(requests: FetchRequests): FetchResponse[] {
  return requests.versions.map(
    (version) => requests.protocol({ version: Number(version) })({ topics: [] }).response,
  )
}

// kafkajs's request queue looks for waiting requests every millisecond, for ever, on each connection, even when none
// waits, and by a negative timeout, which is a warning from Node 24 on. Whoever enqueues a request asks for a look anyway.
function patchRequestQueue(): void {
  const RequestQueue = require('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueueShape
  }
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return
    const throttledForMs = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      throttledForMs > 0 ? throttledForMs : 10,
    )
  }
}
interface RequestQueueShape {
  throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  readonly pending: readonly unknown[]
  checkPendingRequests(): void
  scheduleCheckPendingRequests(this: RequestQueueShape): void
}

let loaded: typeof Kafkajs | null = null

/**
 * kafkajs, patched and proven. Throws `Problem('READ_COMMITTED_UNSAFE')` when the patch does not hold, as in a bundle
 * that has its own copy of kafkajs's files.
 */
export function loadKafkajs(): typeof Kafkajs {
  if (loaded !== null) return loaded
  process.env['KAFKAJS_NO_PARTITIONER_WARNING'] ??= '1'
  patchProduce()
  const { requests } = require('kafkajs/src/protocol/requests') as {
    requests: { Fetch: FetchRequests }
  }
  patchFetchResponses(requests.Fetch)
  patchRequestQueue()
  proveReadCommitted(requests.Fetch)
  loaded = require('kafkajs') as typeof Kafkajs
  return loaded
}

/** Puts synthetic record batches through what kafkajs will really use. Throws `Problem('READ_COMMITTED_UNSAFE')`. */
export function proveReadCommitted(requests: FetchRequests): void {
  for (const response of fetchResponses(requests)) {
    if (response[PATCHED] !== true) throw unsafe('a fetch response is decoded by unpatched code')
  }
  const partition = trickyPartition()
  hideAborted(partition)
  const Batch = require('kafkajs/src/consumer/batch') as new (
    topic: string,
    from: string,
    data: DecodedPartition,
  ) => { messages: DecodedMessage[]; lastOffset(): string }
  const batch = new Batch('self-test', '0', partition)
  const seen = batch.messages.map((message) => message.offset).join(' ')
  if (seen !== '2 8' || batch.lastOffset() !== '8')
    throw unsafe(`the self-test saw offsets ${seen} instead of 2 and 8`)
}

const unsafe = (why: string) =>
  new Problem(
    'READ_COMMITTED_UNSAFE',
    'kafkajs',
    `kafkajs would show records of aborted transactions: ${why}`,
  )

// Producer 7 starts first and aborts last, producer 8 the other way round, listed in order of completion; the aborted
// record at 3 has the key that kafkajs takes for a marker.
function trickyPartition(): DecodedPartition {
  const record = (
    offset: number,
    producerId: number,
    key: Buffer | null = null,
  ): DecodedMessage => ({
    offset: String(offset),
    key,
    isControlRecord: false,
    batchContext: { producerId: String(producerId), inTransaction: producerId !== 9 },
  })
  const marker = (offset: number, producerId: number) => ({
    ...record(offset, producerId, Buffer.from([0, 0, 0, 0])),
    isControlRecord: true,
  })
  return {
    abortedTransactions: [
      { producerId: '8', firstOffset: '1' },
      { producerId: '7', firstOffset: '0' },
    ],
    messages: [
      record(0, 7),
      record(1, 8),
      record(2, 9),
      record(3, 8, Buffer.from([0, 0, 0, 0])),
      record(4, 8),
      marker(5, 8),
      record(6, 7),
      marker(7, 7),
      record(8, 7),
    ],
  }
}

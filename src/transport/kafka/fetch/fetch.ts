// The fetch loops: one per broker, asking for every partition that has room, and handing over what comes.
import { FETCH_WAIT_MS, type Log } from '../client.js'
import type { LogReader, Position } from './log-reader.js'
import type { FetchedPartition } from './record-batches.js'

const OFFSET_OUT_OF_RANGE = 1
/** a broker that answers nothing for so long is a reason to give up */
const UNREACHABLE_MS = 300_000

/** A partition that is read on and on. */
export interface Feed {
  readonly topic: string
  readonly partition: number
  /** the offset to be read next, or null while there is no room for more */
  wants(): number | null
  /** what was fetched from the offset that `wants` gave */
  take(fetched: FetchedPartition): void
  /** the position is not in the log any more */
  outOfRange(offset: number): void
}

export interface Fetcher {
  add(feed: Feed): void
  remove(feed: Feed): void
  /** to be called when a feed has room again */
  poke(): void
  stop(): Promise<void>
}

/** `failed` is called once, when no fetch has succeeded for five minutes. */
export function createFetcher(
  reader: LogReader,
  log: Log,
  failed: (error: Error) => void,
): Fetcher {
  const feeds = new Set<Feed>()
  const loops = new Map<number, Promise<void>>()
  let wakeups: (() => void)[] = []
  let stopped = false
  let succeededAt = Date.now()

  const poke = () => {
    const woken = wakeups
    wakeups = []
    woken.forEach((wake) => wake())
  }
  const sleep = (ms: number | null) =>
    new Promise<void>((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms)
      wakeups.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })

  // The broker fills an answer in the order of the question until its limit, so the order turns round by round.
  const wantedFrom = (nodeId: number, round: number): { feed: Feed; position: Position }[] => {
    const wanted: { feed: Feed; position: Position }[] = []
    for (const feed of feeds) {
      if (reader.leader(feed.topic, feed.partition) !== nodeId) continue
      const offset = feed.wants()
      if (offset !== null)
        wanted.push({ feed, position: { topic: feed.topic, partition: feed.partition, offset } })
    }
    const first = wanted.length === 0 ? 0 : round % wanted.length
    return [...wanted.slice(first), ...wanted.slice(0, first)]
  }

  const handOver = (
    wanted: readonly { feed: Feed; position: Position }[],
    fetched: readonly FetchedPartition[],
  ): boolean => {
    let stale = false
    for (const got of fetched) {
      const match = wanted.find(
        ({ feed }) => feed.partition === got.partition && feed.topic === got.topic,
      )
      // the feed was removed, or went elsewhere, while the broker held the question
      if (
        match === undefined ||
        !feeds.has(match.feed) ||
        match.feed.wants() !== match.position.offset
      )
        continue
      if (got.errorCode === 0) match.feed.take(got)
      else if (got.errorCode === OFFSET_OUT_OF_RANGE) match.feed.outOfRange(match.position.offset)
      else stale = true
    }
    return stale
  }

  const run = async (nodeId: number) => {
    for (let round = 0; !stopped; round++) {
      const wanted = wantedFrom(nodeId, round)
      if (wanted.length === 0) {
        await sleep(null)
        continue
      }
      try {
        const positions = wanted.map(({ position }) => position)
        const stale = handOver(wanted, await reader.fetch(nodeId, positions, FETCH_WAIT_MS))
        succeededAt = Date.now()
        if (stale) await recover()
      } catch (error) {
        if (stopped) return
        log('warn', `fetching from broker ${nodeId} failed: ${(error as Error).message}`, {})
        if (Date.now() - succeededAt > UNREACHABLE_MS) failed(error as Error)
        await recover()
      }
    }
  }

  // A leader may have moved: look again, and give every leader a loop.
  const recover = async () => {
    await sleep(200)
    await reader.refresh().catch((error: Error) => log('warn', `no metadata: ${error.message}`, {}))
    if (!stopped) startLoops()
    poke()
  }

  const startLoops = () => {
    for (const feed of feeds) {
      const nodeId = reader.leader(feed.topic, feed.partition)
      if (nodeId !== null && !loops.has(nodeId)) loops.set(nodeId, run(nodeId))
    }
  }

  return {
    add(feed) {
      feeds.add(feed)
      succeededAt = Date.now()
      startLoops()
      poke()
      if (reader.leader(feed.topic, feed.partition) === null) void recover()
    },
    remove(feed) {
      feeds.delete(feed)
    },
    poke,
    async stop() {
      stopped = true
      feeds.clear()
      poke()
      // closing the connections ends the fetches that brokers still hold
      await reader.close()
      await Promise.all(loops.values())
    },
  }
}

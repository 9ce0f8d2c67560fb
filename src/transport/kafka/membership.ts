// Our place in a consumer group: kafkajs joins, sends heartbeats and takes part in rebalances; it reads nothing.
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent } from 'kafkajs'
import { FETCH_WAIT_MS, type Kafka, REBALANCE_MS } from './client.js'

/** a membership that breaks so often in so long a time stops the process, and so does one that cannot be had at all */
const CRASHES_MAX = 5
const CRASHES_WITHIN_MS = 600_000
const UNJOINED_MS_MAX = 120_000

export interface Membership {
  /** resolves at the first assignment */
  join(): Promise<void>
  joined(): boolean
  leave(): Promise<void>
}

export interface MembershipOptions {
  readonly kafka: Kafka
  readonly groupId: string
  readonly topics: readonly string[]
  readonly sessionMs: number
  /** the partitions that are ours from now on; `thrownOut` when the group had given up on us in between */
  assigned(assignment: Readonly<Record<string, readonly number[]>>, thrownOut: boolean): void
  failed(error: Error): void
}

/**
 * Every partition stays paused, so the loop of kafkajs does nothing but heartbeats and rebalances: at once, whatever the
 * flow is doing, and without ever choosing, moving or resetting a position.
 */
export function createMembership(options: MembershipOptions): Membership {
  let joined = false
  let leaving = false
  let memberId = ''
  let crashes: number[] = []
  let unjoinedSinceMs = Date.now()
  let first!: () => void
  let never!: (error: Error) => void
  const firstJoin = new Promise<void>((resolve, reject) => {
    first = resolve
    never = reject
  })
  firstJoin.catch(() => {})

  const fail = (error: Error) => {
    never(error)
    options.failed(error)
  }

  const group: Consumer = options.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionMs,
    heartbeatInterval: Math.floor(options.sessionMs / 6),
    rebalanceTimeout: REBALANCE_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytesPerPartition: 1_024,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    metadataMaxAge: 60_000,
    retry: { initialRetryTime: 50, multiplier: 1.5, maxRetryTime: 1_000, retries: 20 },
  })

  // emitted before the first fetch of the new generation, so nothing can be read in between
  group.on(group.events.GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
    if (leaving) return
    group.pause(options.topics.map((topic) => ({ topic })))
    const thrownOut = memberId !== '' && memberId !== payload.memberId
    memberId = payload.memberId
    joined = true
    options.assigned(payload.memberAssignment, thrownOut)
    first()
  })

  group.on(group.events.CRASH, ({ payload }: ConsumerCrashEvent) => {
    if (leaving) return
    const nowMs = Date.now()
    // a group coordinator that is only just coming up refuses again and again: that is waiting, not crashing
    if (joined) {
      crashes = [...crashes.filter((at) => nowMs - at < CRASHES_WITHIN_MS), nowMs]
      unjoinedSinceMs = nowMs
    }
    joined = false
    const hopeless = crashes.length >= CRASHES_MAX || nowMs - unjoinedSinceMs > UNJOINED_MS_MAX
    if (hopeless || !payload.restart) fail(payload.error)
  })

  return {
    joined: () => joined,
    async join() {
      await group.connect()
      await group.subscribe({ topics: [...options.topics], fromBeginning: true })
      await group.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
      await firstJoin
    },
    async leave() {
      leaving = true
      joined = false
      await group.disconnect()
    },
  }
}

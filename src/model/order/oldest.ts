// The oldest entry of a Map, again and again, for those that let the oldest go at a limit.

/**
 * Gives the entry that has been in the Map longest; the caller deletes it. A Map that is asked from its front each time
 * passes over all that was deleted there, which takes the longer the more it was; this keeps its place instead.
 */
export function createOldest<K, V>(map: Map<K, V>): () => readonly [K, V] {
  let hand = map.entries()
  return () => {
    let next = hand.next()
    if (next.done === true) next = (hand = map.entries()).next()
    return next.value as [K, V]
  }
}

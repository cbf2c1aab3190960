export interface Sides<Ours, Peer> {
  ours: Ours[];
  peer: Peer[];
}

/** Runs both sides so many times, turn by turn, the peer first in every other round: neither gains by its place. */
export async function alternate<Ours, Peer>(
  rounds: number,
  ours: () => Promise<Ours>,
  peer: () => Promise<Peer>,
): Promise<Sides<Ours, Peer>> {
  const results: Sides<Ours, Peer> = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) results.ours.push(await ours());
    results.peer.push(await peer());
    if (round % 2 === 1) results.ours.push(await ours());
  }
  return results;
}

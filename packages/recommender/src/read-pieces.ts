/** Hands on the body of an answer in the pieces that it comes in, one after the other. Rejects when it breaks off. */
export async function readPieces(answer: Response, take: (piece: Uint8Array<ArrayBuffer>) => unknown): Promise<void> {
  const reader = answer.body?.getReader();
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) await take(piece.value);
}

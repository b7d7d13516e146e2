/** Lines that hold more than white space, as they stand, without their terminators or a byte order mark. */
export function splitLines(text: string): readonly string[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return body.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
}

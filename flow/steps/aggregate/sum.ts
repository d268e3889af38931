/** Adds decimal numbers exactly: 0.1 and 0.2 are 0.3, and a thousand amounts add up to the cent. */

export function sum(numbers: readonly number[]): number {
  const parts = numbers.map(decimal);
  const places = parts.reduce((most, part) => Math.max(most, part.places), 0);
  const total = parts.reduce((so, part) => so + part.digits * 10n ** BigInt(places - part.places), 0n);
  return places === 0 ? Number(total) : Number(`${total}e-${places}`);
}

/** A number as digits and how many of them stand after the point. */
function decimal(value: number): { digits: bigint; places: number } {
  const [mantissa = "0", exponent = "0"] = value.toString().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places };
}

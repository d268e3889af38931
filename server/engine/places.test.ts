import { expect, test } from "vitest";
import { createPlaces } from "./places.ts";

test("no more are let in than there are places, and the others come in the order in which they asked", async () => {
  const places = createPlaces(2);
  const order: string[] = [];
  const first = await places.take(null);
  const second = await places.take(null);
  const third = places.take(null).then((give) => order.push("third") && give);
  const fourth = places.take(null).then((give) => order.push("fourth") && give);
  await Promise.resolve();
  expect(order).toEqual([]);
  first?.();
  first?.();
  await third;
  expect(order).toEqual(["third"]);
  second?.();
  await fourth;
  expect(order).toEqual(["third", "fourth"]);
});

test("who has waited long enough goes without a place and takes none later", async () => {
  const places = createPlaces(1);
  const only = await places.take(null);
  expect(await places.take(1)).toBeNull();
  only?.();
  expect(await places.take(1)).not.toBeNull();
  expect(await places.take(1)).toBeNull();
});

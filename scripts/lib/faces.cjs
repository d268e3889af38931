// flow/steps/faces.ts as a browser gets it: the registry, line by line, with the face of each step type in the place of the whole definition.
const fs = require("node:fs");
const path = require("node:path");

module.exports = function faces() {
  const registry = path.join(this.context ?? path.dirname(this.resourcePath), "index.ts");
  this.addDependency(registry);
  return fs
    .readFileSync(registry, "utf8")
    .replace(/\{ step as (\w+) \} from "\.\/([\w-]+)\/step\.ts"/g, '{ face as $1 } from "./$2/face.ts"')
    .replaceAll("AnyStep", "StepFace")
    .replaceAll("stepTypes", "stepFaces")
    .replaceAll("findStep", "findFace");
};

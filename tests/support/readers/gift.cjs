// Reads GIFT on standard input with gift-pegjs, the parser of the GIFT grammar on npm, and prints it as JSON.
// To have it: npm install --prefix /some/folder gift-pegjs, and NODE_PATH=/some/folder/node_modules
const gift = require("gift-pegjs");
const source = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(gift.parse(source)));

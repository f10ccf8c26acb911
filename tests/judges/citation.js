// Reads a file with citation-js and prints the CSL items that it makes of it: node citation.js FILE FORMAT
const fs = require('fs')
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')
require('@citation-js/plugin-csl')
require('@citation-js/plugin-ris')

const TYPES = { bibtex: '@bibtex/text', biblatex: '@biblatex/text', ris: '@ris/file' }
const [file, format] = process.argv.slice(2)
const text = fs.readFileSync(file, 'utf8')
// The graph tells each item where it comes from, by a copy of the whole file.
const options = { generateGraph: false, ...(format in TYPES && { forceType: TYPES[format] }) }
const cite = new Cite(format in TYPES ? text : JSON.parse(text), options)
fs.writeFileSync(1, JSON.stringify(cite.data))

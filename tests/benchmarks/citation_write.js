// Writes CSL items from standard input with citation-js: node citation_write.js FORMAT
const fs = require('fs')
const { Cite, plugins } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')
require('@citation-js/plugin-csl')
require('@citation-js/plugin-ris')

plugins.config.get('@bibtex').format.useIdAsLabel = true

const FORMATS = { bibtex: 'bibtex', biblatex: 'biblatex', ris: 'ris', 'csl-json': 'data' }
const cite = new Cite(JSON.parse(fs.readFileSync(0, 'utf8')))
fs.writeFileSync(1, cite.format(FORMATS[process.argv[2]], { format: 'text' }))
